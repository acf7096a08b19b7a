import type { ReportCode } from '@tutti/contracts/datasets';
import type { SourceBox } from '../boxes';

export interface Row {
  readonly box: SourceBox;
  readonly loss?: readonly [ReportCode, string];
}

export interface RowShape {
  /** Values for each picture's keypoints behind a box, from `kpt_shape`; 0 when there are none. */
  readonly keypointValues: number;
}

/** Neither hexadecimal nor Infinity, which Number() takes, too. */
const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;
const leastPolygonValues = 6;
/** No polygon of a picture has as many; a function does not take a hundred thousand at once. */
const mostValues = 10_000;
/** A box may reach over the edge; a value beyond this is a pixel, not a fraction. */
const mostFraction = 2;

/**
 * One line of a label file (docs.ultralytics.com, "Detect", "Segment", "OBB", "Pose" dataset formats): a class number and
 * fractions of the picture. Answers with a string that says why it cannot be read.
 */
export function readRow(line: string, { keypointValues }: RowShape): Row | string {
  const [first = '', ...rest] = line.trim().split(/\s+/);
  if (!/^\d+(\.0*)?$/.test(first)) return `"${first.slice(0, 40)}" is not a class number`;
  const classId = String(Number(first));
  if (rest.length > mostValues) return `it has ${rest.length} values, more than ${mostValues}`;
  const values = rest.map((word) => (decimal.test(word) ? Number(word) : Number.NaN));
  if (values.some((value) => !Number.isFinite(value))) return 'a value is not a number';
  // A score or keypoints may stand behind the box; how visible a keypoint is goes up to 2.
  if (values.some((value) => Math.abs(value) > mostFraction))
    return 'a value is far above 1, where fractions of the picture are expected, not pixels';
  return rowOf(classId, values, keypointValues);
}

function rowOf(classId: string, values: readonly number[], keypointValues: number): Row | string {
  const box = boxOf(classId, values);
  if (keypointValues > 0 && values.length === 4 + keypointValues)
    return { box, loss: ['loss.keypoints', 'its keypoints are left out'] };
  switch (values.length) {
    case 4:
      return box.w > 0 && box.h > 0 ? { box } : 'the box has no width or height';
    case 5:
      return { box, loss: ['loss.score', 'its score is left out: a prediction becomes a label'] };
    case 8:
      return {
        box: around(classId, values),
        loss: ['loss.rotated-box', 'its rotated box (or four points) becomes an upright box'],
      };
    default:
      return values.length >= leastPolygonValues && values.length % 2 === 0
        ? { box: around(classId, values), loss: ['loss.polygon', 'its polygon becomes an upright box'] }
        : `${values.length} values are neither a box (4) nor a polygon (pairs, 3 or more)`;
  }
}

function boxOf(classId: string, [cx = 0, cy = 0, w = 0, h = 0]: readonly number[]): SourceBox {
  return { classId, unit: 'fraction', x: cx - w / 2, y: cy - h / 2, w, h };
}

function around(classId: string, values: readonly number[]): SourceBox {
  const xs = values.filter((_, at) => at % 2 === 0);
  const ys = values.filter((_, at) => at % 2 === 1);
  const [x, y] = [Math.min(...xs), Math.min(...ys)];
  return { classId, unit: 'fraction', x, y, w: Math.max(...xs) - x, h: Math.max(...ys) - y };
}
