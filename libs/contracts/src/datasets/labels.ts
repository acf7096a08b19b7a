import { z } from 'zod';
import { classKey } from './classes';
import { maxBoxes, maxSide } from './shapes';

const pixels = z.number().min(0).max(maxSide);
const extent = z.number().gt(0).max(maxSide);

/** Pixels of the picture as it is seen (EXIF orientation applied), as fractions; x and y are the upper left corner. */
export const labelBox = z.strictObject({ classKey, x: pixels, y: pixels, w: extent, h: extent });
export type LabelBox = z.infer<typeof labelBox>;

/** The one class of a picture. */
export const classLabel = z.strictObject({ classKey });
/** What is where in a picture. None at all is a label too: there is nothing to be seen in it. */
export const boxesLabel = z.strictObject({ boxes: z.array(labelBox).max(maxBoxes) });

/** What somebody says of an item; which of the two is the dataset's task. */
export const label = z.union([classLabel, boxesLabel]);
export type Label = z.infer<typeof label>;

/** How often each class stands in a label. */
export const classesIn = (of: Label): Readonly<Record<string, number>> => {
  if ('classKey' in of) return { [of.classKey]: 1 };
  const counts: Record<string, number> = {};
  for (const box of of.boxes) counts[box.classKey] = (counts[box.classKey] ?? 0) + 1;
  return counts;
};

const longestMix = 255;

/**
 * How often each class stands in a label, as one text: `dent:2,ok:1`; empty for a label without boxes. Undefined where
 * the text would be longer than 255 characters.
 */
export const classMixOf = (of: Label): string | undefined => {
  const mix = Object.entries(classesIn(of))
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, count]) => `${key}:${count}`)
    .join(',');
  return mix.length <= longestMix ? mix : undefined;
};

const compare = (a: LabelBox, b: LabelBox): number =>
  a.classKey < b.classKey
    ? -1
    : a.classKey > b.classKey
      ? 1
      : a.x - b.x || a.y - b.y || a.w - b.w || a.h - b.h;

/**
 * A label as JSON, the same for the same statement in whatever order its boxes stand: what dataset versions are hashed
 * over. Numbers as JavaScript writes them, fields in the order of the schema.
 */
export const canonicalLabel = (of: Label): string =>
  'classKey' in of
    ? JSON.stringify({ classKey: of.classKey })
    : JSON.stringify({
        boxes: of.boxes
          .toSorted(compare)
          .map(({ classKey: key, x, y, w, h }) => ({ classKey: key, x, y, w, h })),
      });

/** Whether two labels state the same. */
export const isSameLabel = (a: Label, b: Label): boolean => canonicalLabel(a) === canonicalLabel(b);
