import type { ModelLabel } from '@tutti/contracts/training';
import { type Parts, type Sorted, partsOf } from '../data/parts';
import { uniqueItems } from '../data/unique-items';
import { type TrainingData, TrainingRefused } from '../task/training-task';

/** A picture and its class: the index of its label. */
export type Picture = Sorted;

export interface CheckedData extends Parts<Picture> {
  /** Classes that the model will know. */
  readonly labels: readonly ModelLabel[];
  /** For people. */
  readonly lines: readonly string[];
}

const fewestPerClass = 2;
const enoughPerClass = 20;

/** Sorts the pictures into parts, or refuses what nothing can be learned from. */
export function checkData(data: TrainingData): CheckedData {
  const { items, lines: repeats } = uniqueItems(data.items);
  const { pictures, lines: unknown } = sorted(items, data.classes);
  const parts = partsOf(pictures);
  const counts = data.classes.map((_, id) => parts.learn.filter(({ classId }) => classId === id).length);
  const known = data.classes.flatMap((label, id) => ((counts[id] ?? 0) > 0 ? [{ id, label }] : []));
  const labels = known.map(({ label }) => label);
  refuseFewClasses(labels, data.classes);
  for (const { id, label } of known) refuseFewPictures(label, counts[id] ?? 0, parts.drawn);
  const indexOf = new Map(known.map(({ id }, index) => [id, index]));
  const kept = (of: readonly Picture[]) =>
    of.flatMap(({ item, classId }) => {
      const index = indexOf.get(classId);
      return index === undefined ? [] : [{ item, classId: index }];
    });
  const [learn, choose, judge] = [kept(parts.learn), kept(parts.choose), kept(parts.judge)];
  if (judge.length === 0)
    throw new TrainingRefused(
      'training.too-few-pictures',
      `None of the pictures of part ${parts.part} shows a class that there is something to learn of. Label more pictures, or split the dataset anew.`,
    );
  const lines = [
    ...[...repeats, ...unknown],
    ...data.classes.flatMap((label, id) => advice(label, counts[id] ?? 0)),
    `${learn.length} pictures to learn from, ${choose.length} to choose settings by, ${judge.length} to judge by (${parts.part})`,
    ...(parts.drawn
      ? ['No pictures were held out by the dataset: about a fifth of each class was drawn to judge by']
      : []),
  ];
  return { ...parts, learn, choose, judge, labels, lines };
}

function sorted(items: TrainingData['items'], classes: readonly ModelLabel[]) {
  const ids = new Map(classes.map(({ key }, id) => [key, id]));
  const pictures = items.flatMap((item): readonly Picture[] => {
    if (!('classKey' in item.label))
      throw new TrainingRefused(
        'training.wrong-labels',
        'The pictures are labelled with boxes; a classifier needs one class for each. Use a dataset for image classification.',
      );
    const classId = ids.get(item.label.classKey);
    return classId === undefined ? [] : [{ item, classId }];
  });
  const missing = items.length - pictures.length;
  const lines = missing === 0 ? [] : [`${missing} pictures are of classes that are no longer used: left out`];
  return { pictures, lines };
}

function refuseFewClasses(labels: readonly ModelLabel[], classes: readonly ModelLabel[]): void {
  if (labels.length > 1) return;
  const [only] = labels;
  if (only !== undefined)
    throw new TrainingRefused(
      'training.one-class',
      `All pictures to learn from are of class "${only.name}". Label pictures of another class, too.`,
    );
  throw new TrainingRefused(
    'training.too-few-pictures',
    `There are no pictures to learn from for any of the ${classes.length} classes. Label at least ${fewestPerClass}, better ${enoughPerClass}, of each.`,
  );
}

function refuseFewPictures({ name }: ModelLabel, count: number, drawn: boolean): void {
  if (count >= fewestPerClass) return;
  const needed = fewestPerClass + (drawn ? 1 : 0);
  throw new TrainingRefused(
    'training.too-few-pictures',
    `Class "${name}" has ${count === 1 ? 'one picture' : `${count} pictures`} to learn from. ` +
      `Label at least ${needed}, better ${enoughPerClass}, of it, or retire the class.`,
  );
}

function advice({ name }: ModelLabel, count: number): readonly string[] {
  if (count === 0) return [`Class "${name}" has no pictures to learn from: the model will not know it`];
  if (count >= enoughPerClass) return [];
  return [
    `Class "${name}" has ${count} pictures to learn from: with ${enoughPerClass} or more it will do better`,
  ];
}
