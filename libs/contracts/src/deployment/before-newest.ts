/** What there was before the newest of a history. Whoever went back to something left what came after it for good. */
export const beforeNewest = <Step>(
  newestFirst: readonly Step[],
  keyOf: (step: Step) => string,
): Step | undefined => {
  const way: Step[] = [];
  for (const step of newestFirst.toReversed()) {
    const known = way.findIndex((one) => keyOf(one) === keyOf(step));
    if (known >= 0) way.splice(known);
    way.push(step);
  }
  return way.at(-2);
};
