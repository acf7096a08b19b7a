/** True when `version` is at least `minimum`, compared number by number. */
export const isAtLeast = (version: string, minimum: string): boolean => {
  const parts = (text: string): number[] => text.split('.').map(Number);
  const [have, need] = [parts(version), parts(minimum)];
  for (const [index, wanted] of need.entries()) {
    const got = have[index] ?? 0;
    if (got !== wanted) return got > wanted;
  }
  return true;
};
