import { type Corners, iou } from '@tutti/vision';

export interface TrueBox {
  readonly classId: number;
  readonly corners: Corners;
}

export interface FoundBox {
  readonly classId: number;
  readonly score: number;
  readonly box: Corners;
}

/** A found box is right about a true one when they overlap this much. */
export const rightOverlap = 0.5;

/**
 * For each found box the number of the true box that it found, or -1. As in COCO: the surest box chooses first, the one
 * that it overlaps most among those that fit and nobody has found. `taken` are boxes that are found already.
 */
export function matchBoxes(
  truth: readonly TrueBox[],
  found: readonly FoundBox[],
  fits: (one: TrueBox, other: FoundBox) => boolean,
  taken: ReadonlySet<number> = new Set(),
): readonly number[] {
  const used = new Set(taken);
  const matches = new Array<number>(found.length).fill(-1);
  const bySureness = [...found.entries()].sort(([, a], [, b]) => b.score - a.score);
  for (const [at, candidate] of bySureness) {
    let best = -1;
    let bestOverlap = rightOverlap;
    for (const [number, box] of truth.entries()) {
      if (used.has(number) || !fits(box, candidate)) continue;
      const overlap = iou(box.corners, candidate.box);
      if (overlap < bestOverlap) continue;
      best = number;
      bestOverlap = overlap;
    }
    if (best < 0) continue;
    used.add(best);
    matches[at] = best;
  }
  return matches;
}

/** Only boxes of the same class fit. */
export const sameClass = (one: TrueBox, other: FoundBox): boolean => one.classId === other.classId;
