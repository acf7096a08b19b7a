import type { Corners } from '../image/letterbox';

export interface Candidate {
  readonly classId: number;
  readonly score: number;
  readonly box: Corners;
}

export interface NmsOptions {
  /** Overlap above which the weaker of two boxes of one class goes. */
  readonly iouThreshold: number;
  /** The same between different classes; 1 keeps them all. */
  readonly crossClassIou: number;
  readonly maxBoxes: number;
}

/** Intersection over union of two boxes; 0 when both are empty. */
export function iou(a: Corners, b: Corners): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  if (width <= 0 || height <= 0) return 0;
  const common = width * height;
  return common / (area(a) + area(b) - common);
}

const area = (box: Corners): number => (box[2] - box[0]) * (box[3] - box[1]);

/** Greedy non-maximum suppression, best score first; equal scores keep their order. */
export function nms(candidates: readonly Candidate[], options: NmsOptions): readonly Candidate[] {
  const kept: Candidate[] = [];
  for (const candidate of candidates.toSorted((a, b) => b.score - a.score)) {
    if (kept.length >= options.maxBoxes) break;
    const suppressed = kept.some((stronger) => {
      const limit = stronger.classId === candidate.classId ? options.iouThreshold : options.crossClassIou;
      return iou(stronger.box, candidate.box) > limit;
    });
    if (!suppressed) kept.push(candidate);
  }
  return kept;
}
