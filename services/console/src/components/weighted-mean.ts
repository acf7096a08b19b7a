/** Mean of [value, weight] pairs; undefined when nothing has weight. */
export const weightedMean = (
  pairs: readonly (readonly [value: number, weight: number])[],
): number | undefined => {
  const weight = pairs.reduce((sum, [, one]) => sum + one, 0);
  return weight === 0 ? undefined : pairs.reduce((sum, [value, one]) => sum + value * one, 0) / weight;
};
