/** How much more a row of a rare class counts: not at all, softened, or so that all classes count the same. */
export type Weighting = 'none' | 'softened' | 'balanced';

/** `softened` does not let one odd row of a rare class decide. */
const powers: Readonly<Record<Weighting, number>> = { none: 0, softened: 0.5, balanced: 1 };

/** (n / (K n_k))^power; 0 for a class without rows. */
export function classWeights(classes: Uint16Array, classCount: number, weighting: Weighting): Float64Array {
  const counts = new Float64Array(classCount);
  for (const name of classes) counts[name] = (counts[name] ?? 0) + 1;
  return counts.map((count) =>
    count === 0 ? 0 : (classes.length / (classCount * count)) ** powers[weighting],
  );
}
