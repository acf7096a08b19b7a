/** What a model said, how sure it was, and whether it was right. */
export interface Statement {
  readonly score: number;
  readonly right: boolean;
}

/** Recall is read at 0, 0.01, … 1. */
const recallSteps = 100;

/**
 * Area under the interpolated curve of precision over recall, as COCO computes it: at each of 101 recalls the best
 * precision that is reached there or beyond. Null where there is nothing to be found.
 */
export function averagePrecision(statements: readonly Statement[], support: number): number | null {
  if (support === 0) return null;
  const sorted = statements.toSorted((a, b) => b.score - a.score);
  let hits = 0;
  const curve = sorted.map(({ right }, at) => {
    if (right) hits++;
    return { recall: hits / support, precision: hits / (at + 1) };
  });
  const best = new Float64Array(recallSteps + 1);
  for (const { recall, precision } of curve) {
    // 1e-9: 3 of 10 must reach 0.3.
    const reached = Math.floor(recall * recallSteps + 1e-9);
    best[reached] = Math.max(best[reached] ?? 0, precision);
  }
  let sum = 0;
  let highest = 0;
  for (let step = recallSteps; step >= 0; step--) {
    highest = Math.max(highest, best[step] ?? 0);
    sum += highest;
  }
  return sum / (recallSteps + 1);
}

/** Mean of those that are not null; 0 of none. */
export function meanOf(values: readonly (number | null)[]): number {
  const known = values.filter((value) => value !== null);
  return known.reduce((sum, value) => sum + value, 0) / Math.max(1, known.length);
}
