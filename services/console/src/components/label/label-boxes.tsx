import type { Item, Label, ShownClass } from '@tutti/contracts/datasets';
import './label-boxes.css';

/** Classes by their key. */
export type Classes = ReadonlyMap<string, Pick<ShownClass, 'name' | 'colour'>>;

/** A picture with what is said of it. */
export interface Labelled extends Pick<Item, 'width' | 'height' | 'prediction'> {
  readonly label: { readonly label: Label } | null;
}

const unknown = '#9ba3b0';

interface Drawn {
  readonly colour: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** Models name classes as people see them, or by their key. */
const colourOfName = (name: string, classes: Classes): string =>
  classes.get(name)?.colour ?? [...classes.values()].find((one) => one.name === name)?.colour ?? unknown;

const ofLabel = ({ label, width, height }: Labelled, classes: Classes): readonly Drawn[] =>
  label && 'boxes' in label.label
    ? label.label.boxes.map(({ classKey, x, y, w, h }) => ({
        colour: classes.get(classKey)?.colour ?? unknown,
        x: x / width,
        y: y / height,
        width: w / width,
        height: h / height,
      }))
    : [];

const ofPrediction = ({ prediction }: Labelled, classes: Classes): readonly Drawn[] =>
  (prediction?.boxes ?? []).map(({ label, box: [x1, y1, x2, y2] }) => ({
    colour: colourOfName(label, classes),
    x: x1,
    y: y1,
    width: x2 - x1,
    height: y2 - y1,
  }));

/** The boxes of an item's label; those that a model drew, dashed, where nobody has drawn any. */
export const LabelBoxes = ({ item, classes }: { readonly item: Labelled; readonly classes: Classes }) => {
  const predicted = item.label === null;
  const boxes = predicted ? ofPrediction(item, classes) : ofLabel(item, classes);
  if (boxes.length === 0) return null;
  return (
    <svg
      className="label-boxes"
      viewBox="0 0 1 1"
      preserveAspectRatio="none"
      aria-hidden="true"
      data-predicted={predicted ? '' : undefined}
    >
      {boxes.map(({ colour, ...box }, index) => (
        <g key={index}>
          <rect {...box} className="label-halo" />
          <rect {...box} stroke={colour} />
        </g>
      ))}
    </svg>
  );
};
