/** How predicted classes compare with the truth. `confusion[truth][predicted]` counts rows. */
export interface Evaluation {
  readonly rows: number;
  readonly correct: number;
  readonly accuracy: number;
  readonly confusion: readonly (readonly number[])[];
}

export function evaluate(
  probabilities: readonly ArrayLike<number>[],
  classes: Uint16Array,
  classCount: number,
): Evaluation {
  const confusion = Array.from({ length: classCount }, () => new Array<number>(classCount).fill(0));
  let correct = 0;
  for (const [row, values] of probabilities.entries()) {
    const truth = classes[row] ?? 0;
    const predicted = largest(values);
    const counts = confusion[truth] ?? [];
    counts[predicted] = (counts[predicted] ?? 0) + 1;
    if (predicted === truth) correct++;
  }
  return {
    rows: probabilities.length,
    correct,
    accuracy: correct / Math.max(1, probabilities.length),
    confusion,
  };
}

/** Index of the largest value, the first of equals. */
export function largest(values: ArrayLike<number>): number {
  let best = 0;
  for (let at = 1; at < values.length; at++) if ((values[at] ?? 0) > (values[best] ?? 0)) best = at;
  return best;
}
