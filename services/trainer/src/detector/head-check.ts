import { averagePrecisions, type BoxesOfPicture, judgeBoxes } from '../judge/judge-boxes';
import { meanOf } from '../judge/average-precision';
import { type CellHead, headModel } from './cell-head';
import { CellSession } from './cell-session';
import type { KnownPicture } from './cell-set';
import { foundBoxes } from './found-boxes';

/** What a head finds in pictures whose cells are known. */
export async function lookWith(
  head: CellHead,
  pictures: readonly KnownPicture[],
  grid: number,
): Promise<readonly BoxesOfPicture[]> {
  const session = await CellSession.open(headModel(head, grid), 1);
  try {
    const seen: BoxesOfPicture[] = [];
    for (const { planes, boxes: truth } of pictures) {
      const output = await session.cells(planes);
      seen.push({ truth, found: foundBoxes(output('boxes'), output('scores')) });
    }
    return seen;
  } finally {
    await session.release();
  }
}

export const map50Of = (seen: readonly BoxesOfPicture[], classes: number): number =>
  meanOf(averagePrecisions(seen, classes));

const thresholds = Array.from({ length: 17 }, (_, at) => (at + 2) / 20);

/** The score from 0.1 to 0.9 at which most is found and least is wrong: the largest F1 over all boxes. */
export function bestThreshold(seen: readonly BoxesOfPicture[], classes: number): number {
  const labels = Array.from({ length: classes }, (_, id) => ({ key: String(id), name: '' }));
  const f1 = (threshold: number): number => {
    const { precision = 0, recall = 0 } = judgeBoxes(seen, labels, threshold).metrics;
    return precision + recall === 0 ? 0 : (2 * precision * recall) / (precision + recall);
  };
  const scored = thresholds.map((threshold) => ({ threshold, f1: f1(threshold) }));
  const most = Math.max(...scored.map((each) => each.f1));
  // Of equally good ones the one in the middle: what lies at the edge does well by chance.
  const best = scored.filter((each) => each.f1 >= most - 1e-9);
  return best[Math.floor(best.length / 2)]?.threshold ?? 0.5;
}
