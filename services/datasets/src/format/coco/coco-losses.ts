import type { ReportCode } from '@tutti/contracts/datasets';
import type { CocoAnnotation } from './coco-shape';

/** What an annotation says beside its box that a box cannot hold. */
export function* lossesOf(annotation: CocoAnnotation): Generator<readonly [ReportCode, string]> {
  const { iscrowd, keypoints, score, attributes } = annotation;
  if (iscrowd === 1 || iscrowd === true) yield ['loss.crowd', 'iscrowd marks a group, which becomes one box'];
  yield* shapeLosses(annotation);
  if (keypoints?.some((value) => value !== 0) === true)
    yield ['loss.keypoints', 'its keypoints are left out'];
  if (typeof score === 'number') yield ['loss.score', 'its score is left out: a prediction becomes a label'];
  yield* attributeLosses(attributes ?? {});
}

function* shapeLosses({ segmentation, bbox }: CocoAnnotation): Generator<readonly [ReportCode, string]> {
  if (isMask(segmentation)) yield ['loss.mask', 'its mask becomes its box'];
  else if (Array.isArray(segmentation) && !isBoxItself(segmentation, bbox))
    yield ['loss.polygon', 'its polygon becomes its box'];
}

/** Tools write every attribute of theirs, set or not. */
function* attributeLosses(
  attributes: Readonly<Record<string, unknown>>,
): Generator<readonly [ReportCode, string]> {
  for (const [name, value] of Object.entries(attributes)) {
    if (unset.has(value)) continue;
    if (name === 'rotation') yield ['loss.rotated-box', 'its rotation is left out'];
    else yield ['loss.attributes', `its attribute ${name} is left out`];
  }
}

const unset: ReadonlySet<unknown> = new Set([false, null, 0, '']);

const isMask = (segmentation: unknown): boolean =>
  typeof segmentation === 'object' && segmentation !== null && 'counts' in segmentation;

/** Annotation tools write the four corners of a plain box as its polygon. */
function isBoxItself(segmentation: readonly unknown[], bbox: CocoAnnotation['bbox']): boolean {
  if (segmentation.length === 0) return true;
  const [polygon] = segmentation;
  if (segmentation.length > 1 || !Array.isArray(polygon)) return false;
  if (polygon.length === 0) return true;
  if (polygon.length !== 8 && polygon.length !== 10) return false;
  const [x, y, width, height] = bbox;
  const nearest = (value: unknown, a: number, b: number): boolean =>
    typeof value === 'number' && Math.min(Math.abs(value - a), Math.abs(value - b)) < 0.01;
  const onCorners = polygon.every((value, at) =>
    at % 2 === 0 ? nearest(value, x, x + width) : nearest(value, y, y + height),
  );
  return onCorners && Math.abs(areaOf(polygon as number[]) - width * height) < 0.5;
}

/** Shoelace formula over x1, y1, x2, y2, … */
function areaOf(polygon: readonly number[]): number {
  let sum = 0;
  for (let at = 0; at < polygon.length; at += 2) {
    const next = (at + 2) % polygon.length;
    sum += (polygon[at] ?? 0) * (polygon[next + 1] ?? 0) - (polygon[next] ?? 0) * (polygon[at + 1] ?? 0);
  }
  return Math.abs(sum) / 2;
}
