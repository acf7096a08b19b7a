/**
 * Runs `work` once at a time. Who asks while it runs shares the run after it with all who ask until then: what they get
 * is never older than their question, and however many ask, the work is done at most twice for all of them.
 */
export const sharedRuns = <Result>(work: () => Promise<Result>): (() => Promise<Result>) => {
  let running: Promise<unknown> = Promise.resolve();
  let next: Promise<Result> | undefined;
  const begin = (): Promise<Result> => {
    next = undefined;
    const run = work();
    running = run;
    return run;
  };
  return () => (next ??= running.then(begin, begin));
};
