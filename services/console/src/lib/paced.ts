/** Does its work at once, and then not again for a while: whoever asks meanwhile is served together, at the end of it. */
export const paced = (ms: number, work: () => void): (() => void) => {
  let resting = false;
  let asked = false;
  const run = (): void => {
    asked = resting;
    if (resting) return;
    resting = true;
    setTimeout(() => {
      resting = false;
      if (asked) run();
    }, ms);
    work();
  };
  return run;
};
