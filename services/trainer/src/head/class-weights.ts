const softening = 0.5;

/** (n / (K n_k))^0.5: rare classes count more, but not so much that one odd row decides. */
export function classWeights(classes: Uint16Array, classCount: number): Float64Array {
  const counts = new Float64Array(classCount);
  for (const name of classes) counts[name] = (counts[name] ?? 0) + 1;
  return counts.map((count) => (count === 0 ? 0 : (classes.length / (classCount * count)) ** softening));
}
