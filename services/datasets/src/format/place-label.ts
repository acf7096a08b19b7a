import type { LabelBox, Label } from '@tutti/contracts/datasets';
import { type PictureSize, type SourceBox, placeBox, turnBox } from './boxes';
import type { ClassMapping } from './class-matching';
import type { SourceLabel, SourcePicture } from './read-dataset';
import type { Report } from './report';

/** As `inspectPicture` tells it: the upright size, and the EXIF orientation of the stored rows. */
export interface InspectedSize extends PictureSize {
  readonly orientation: number;
}

/** Without a label nobody has said anything about the picture. */
export interface PlacedLabel {
  readonly label?: Label;
}

/** Of one label. */
const mostBoxes = 1000;

type SourceBoxes = Extract<SourceLabel, { readonly kind: 'boxes' }>;

interface Placing {
  readonly mapping: ClassMapping;
  readonly report: Report;
}

/** A source's label on the picture as it really is. Undefined when the label was made for a picture of another size. */
export function placeLabel(
  { path, label }: SourcePicture,
  size: InspectedSize,
  placing: Placing,
): PlacedLabel | undefined {
  if (label === undefined) return {};
  if (label.kind === 'boxes') return placeBoxes(path, label, size, placing);
  const classKey = placing.mapping.get(label.classId);
  return classKey === undefined ? {} : { label: { classKey } };
}

function placeBoxes(
  path: string,
  { boxes, declared }: SourceBoxes,
  size: InspectedSize,
  { mapping, report }: Placing,
): PlacedLabel | undefined {
  if (boxes.length > mostBoxes) {
    report.add('label.too-many-boxes', path, `it has ${boxes.length} boxes; at most ${mostBoxes} are taken`);
    return undefined;
  }
  const turn = turning(declared, size);
  if (turn === undefined) {
    report.add('picture.size-mismatch', path, mismatch(declared ?? size, size));
    return undefined;
  }
  if (turn === 'turned') report.add('box.turned', path, 'its boxes were made before it was turned upright');
  const placed = boxes.flatMap((source): LabelBox[] => {
    const classKey = mapping.get(source.classId);
    if (classKey === undefined) return [];
    const upright = turn === 'turned' ? turnBox(source, stored(size), size.orientation) : source;
    const box = place(upright, size, { path, report });
    return box === undefined ? [] : [{ classKey, ...box }];
  });
  return { label: { boxes: placed } };
}

const stored = ({ width, height }: PictureSize): PictureSize => ({ width: height, height: width });

/** Whether boxes refer to the picture as people see it, or to its rows as they are stored (many tools ignore EXIF). */
function turning(declared: PictureSize | undefined, size: InspectedSize): 'upright' | 'turned' | undefined {
  if (declared === undefined || (declared.width === size.width && declared.height === size.height))
    return 'upright';
  const lies = size.orientation >= 5 && declared.width === size.height && declared.height === size.width;
  return lies ? 'turned' : undefined;
}

const mismatch = (declared: PictureSize, size: PictureSize): string =>
  `its labels were made for ${declared.width}x${declared.height} pixels, it has ${size.width}x${size.height}`;

function place(
  box: SourceBox,
  size: PictureSize,
  { path, report }: { readonly path: string; readonly report: Report },
): Omit<LabelBox, 'classKey'> | undefined {
  const placed = placeBox(box, size);
  if (placed === undefined) {
    report.add(
      'box.outside',
      path,
      `a box of class ${box.classId} has nothing inside the picture, and is left out`,
    );
    return undefined;
  }
  const { clipped, ...rest } = placed;
  if (clipped)
    report.add('box.clipped', path, `a box of class ${box.classId} reached over the edge, and is cut`);
  return rest;
}
