import type { ModelLabel } from '@tutti/contracts/training';
import { type Parts, partsOf } from '../data/parts';
import { groupedSplit } from '../data/grouped-split';
import { uniqueItems } from '../data/unique-items';
import { type TrainingData, type TrainingItem, TrainingRefused } from '../task/training-task';
import { seededRandom } from '@tutti/kernel';
import type { TargetBox } from './cell-targets';

/** A picture with the boxes that are to be found in it. */
export interface DetectionPicture {
  readonly item: TrainingItem;
  readonly boxes: readonly TargetBox[];
  /** The rarest class in it; the number of classes where it shows nothing. */
  readonly classId: number;
}

export interface DetectionData {
  readonly labels: readonly ModelLabel[];
  /** `choose` is never empty. */
  readonly parts: Parts<DetectionPicture>;
  /** What people should know of the data. */
  readonly lines: readonly string[];
}

/** As many are compared before a model may leave. */
const fewestPictures = 16;
const fewestToLearn = 8;
const chosenShare = 0.15;

/** Checks labels and makes parts of the data. Throws `TrainingRefused` where nothing can be learned. */
export function readDetectionData(given: TrainingData, seed: number): DetectionData {
  const { items, lines: repeats } = uniqueItems(given.items);
  const data = { ...given, items };
  const counts = boxCounts(data);
  const labels = data.classes.filter(({ key }) => (counts.get(key) ?? 0) > 0);
  if (labels.length === 0) throw nothingToLearn(counts);
  const left = data.classes.filter((label) => !labels.includes(label));
  const pictures = picturesOf(data, labels, counts);
  const parts = withChoice(partsOf(pictures), seed);
  if (pictures.length < fewestPictures || parts.learn.length < fewestToLearn)
    throw new TrainingRefused(
      'training.too-few-pictures',
      `There are ${pictures.length} labelled pictures, ${parts.learn.length} of them to learn from; ` +
        `${fewestPictures} and ${fewestToLearn} are needed at least. Label more.`,
    );
  return {
    ...{ labels, parts },
    lines: [...repeats, ...left.map(({ name }) => `No box says ${name}: the model will not know it`)],
  };
}

/** Boxes of each class in what is learned from. */
function boxCounts({ items }: TrainingData): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const { split, label } of items) {
    if (!('boxes' in label))
      throw new TrainingRefused(
        'training.wrong-labels',
        'The data says what a picture shows, not where. A detector needs a dataset with boxes.',
      );
    if (split === 'train')
      for (const { classKey } of label.boxes) counts.set(classKey, (counts.get(classKey) ?? 0) + 1);
  }
  return counts;
}

const nothingToLearn = (counts: ReadonlyMap<string, number>): TrainingRefused =>
  counts.size === 0
    ? new TrainingRefused(
        'training.no-boxes',
        'No picture to learn from has a box. Draw some, and train again.',
      )
    : new TrainingRefused(
        'training.no-class',
        `The boxes say ${[...counts.keys()].slice(0, 5).join(', ')}, and the data has no such class.`,
      );

function picturesOf(
  { items }: TrainingData,
  labels: readonly ModelLabel[],
  counts: ReadonlyMap<string, number>,
): readonly DetectionPicture[] {
  const ids = new Map(labels.map(({ key }, id) => [key, id]));
  const rarity = (box: TargetBox): number => counts.get(labels[box.classId]?.key ?? '') ?? 0;
  return items.map((item) => {
    const boxes = boxesOf(item, ids);
    const [rarest] = boxes.toSorted((a, b) => rarity(a) - rarity(b));
    return { item, boxes, classId: rarest?.classId ?? labels.length };
  });
}

/** Boxes of classes that the model will not know are left out: there is nothing to be said about them. */
function boxesOf(
  { label, width, height }: TrainingItem,
  ids: ReadonlyMap<string, number>,
): readonly TargetBox[] {
  if (!('boxes' in label)) return [];
  return label.boxes.flatMap(({ classKey, x, y, w, h }) => {
    const classId = ids.get(classKey);
    const corners = [x / width, y / height, (x + w) / width, (y + h) / height] as const;
    return classId === undefined ? [] : [{ classId, corners }];
  });
}

/** Where the data leaves nothing to choose settings by, some of what is learned from is held out. */
function withChoice(parts: Parts<DetectionPicture>, seed: number): Parts<DetectionPicture> {
  if (parts.choose.length > 0) return parts;
  const { kept, heldOut } = groupedSplit(
    Uint16Array.from(parts.learn, ({ classId }) => classId),
    parts.learn.map(({ item }) => item.deviceId),
    { share: chosenShare, random: seededRandom(seed + 1) },
  );
  const rows = (chosen: readonly number[]) => chosen.flatMap((row) => parts.learn[row] ?? []);
  return { ...parts, learn: rows(kept), choose: rows(heldOut) };
}
