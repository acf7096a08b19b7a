import {
  classesIn,
  foldClassName,
  type DatasetTask,
  type ItemPrediction,
  type Label,
  type LabelBox,
} from '@tutti/contracts/datasets';
import { refused } from '../dataset/dataset-refusal.decider';

export interface KnownClass {
  readonly key: string;
  readonly name: string;
  readonly retired: boolean;
}

/** What labels are measured against: looked up before a command is decided. */
export interface LabelRules {
  readonly task: DatasetTask;
  readonly schemaVersion: number;
  readonly classes: readonly KnownClass[];
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** What is a thousandth of a pixel off, in its corner and in its size, is not outside: shares and roundings do that. */
const tolerance = 0.002;

const assertInside = (boxes: readonly LabelBox[], { width, height }: Size): void => {
  const faults = boxes.flatMap(({ x, y, w, h }, index) =>
    x + w > width + tolerance || y + h > height + tolerance
      ? [{ pointer: `/label/boxes/${index}`, detail: `must lie within ${width} × ${height} pixels` }]
      : [],
  );
  if (faults.length > 0)
    throw refused('item.box-outside', `Boxes must lie within the picture: ${width} × ${height} pixels.`, {
      faults: faults.slice(0, 50),
    });
};

const assertClasses = (label: Label, { classes }: LabelRules): void => {
  for (const key of Object.keys(classesIn(label))) {
    const known = classes.find((one) => one.key === key);
    if (!known)
      throw refused(
        'item.class-unknown',
        `The label schema has no class ${key}. Add it, or choose another one.`,
      );
    if (known.retired)
      throw refused('label-schema.class-retired', `${key} is retired: no label may use it any more.`);
  }
};

/** Throws unless the label is one that an item of this size may have. */
export const assertFits = (label: Label, rules: LabelRules, size: Size): void => {
  if ('boxes' in label !== (rules.task === 'object-detection'))
    throw refused(
      'item.label-unfit',
      rules.task === 'object-detection'
        ? 'This dataset is for detection: a label is a list of boxes.'
        : 'This dataset is for classification: a label is one class.',
    );
  assertClasses(label, rules);
  if ('boxes' in label) assertInside(label.boxes, size);
};

/** The class that a model means by a name of its own: by key, or by the name that people see. */
const meant = (name: string, { classes }: LabelRules): string => {
  const active = classes.filter(({ retired }) => !retired);
  const found =
    active.find(({ key }) => key === name) ??
    active.find((one) => foldClassName(one.name) === foldClassName(name));
  if (!found)
    throw refused(
      'item.prediction-unusable',
      `The model says ${JSON.stringify(name)}, and no class is called so. Choose the class yourself.`,
    );
  return found.key;
};

/** To a thousandth of a pixel: models are not that sure of their corners. */
const rounded = (pixels: number): number => Math.round(pixels * 1000) / 1000;

/** What the model said, as a label. */
export const predictedLabel = (
  prediction: ItemPrediction | undefined,
  rules: LabelRules,
  { width, height }: Size,
): Label => {
  const { task } = rules;
  const fitting = task === 'object-detection' ? 'detection' : 'classification';
  if (prediction?.model.task !== fitting)
    throw refused(
      'item.prediction-unusable',
      prediction ? `Its model does ${prediction.model.task}.` : 'No model has seen it.',
    );
  if (task === 'image-classification') return { classKey: meant(prediction.label, rules) };
  const boxes = prediction.boxes.map(({ label, box: [x1, y1, x2, y2] }) => ({
    classKey: meant(label, rules),
    x: rounded(x1 * width),
    y: rounded(y1 * height),
    w: rounded((x2 - x1) * width),
    h: rounded((y2 - y1) * height),
  }));
  return { boxes: boxes.filter(({ w, h }) => w > 0 && h > 0) };
};
