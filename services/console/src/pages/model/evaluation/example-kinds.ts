import type { WorstExample } from '@tutti/contracts/training';
import type { ClassPair } from '../../../components/confusion/class-pair';

type Box = Extract<WorstExample['truth'], { boxes: unknown }>['boxes'][number];

/** Boxes that overlap by so much are of the same thing, as in the metrics. */
const sameThing = 0.5;

const area = ([x1, y1, x2, y2]: Box['box']): number => Math.max(x2 - x1, 0) * Math.max(y2 - y1, 0);

/** Intersection over union. */
const overlap = ({ box: a }: Box, { box: b }: Box): number => {
  const common = area([
    Math.max(a[0], b[0]),
    Math.max(a[1], b[1]),
    Math.min(a[2], b[2]),
    Math.min(a[3], b[3]),
  ]);
  return common === 0 ? 0 : common / (area(a) + area(b) - common);
};

/** What overlaps a box most of what is left, and is of the same thing. */
const bestFor = (box: Box, left: readonly Box[]): Box | undefined => {
  const [best] = [...left].sort((a, b) => overlap(b, box) - overlap(a, box));
  return best && overlap(best, box) >= sameThing ? best : undefined;
};

/**
 * Each predicted box with the truth that it is about, as the trainer counts confusions: all find one of their class
 * first, the surest before others, then what is left of any class. What is left over is made up, or missed.
 */
const kindsOfBoxes = (truth: readonly Box[], predicted: readonly Box[]): readonly ClassPair[] => {
  const left = new Set(truth);
  const bySureness = [...predicted].sort((a, b) => (b.score ?? 0) - (a.score ?? 0));
  const found = new Map<Box, Box>();
  const find = (box: Box, fits: (one: Box) => boolean): void => {
    const best = bestFor(box, [...left].filter(fits));
    if (!best) return;
    found.set(box, best);
    left.delete(best);
  };
  for (const box of bySureness) find(box, ({ key }) => key === box.key);
  for (const box of bySureness) if (!found.has(box)) find(box, () => true);
  return [
    ...bySureness.map((box): ClassPair => ({ truth: found.get(box)?.key ?? null, predicted: box.key })),
    ...[...left].map(({ key }): ClassPair => ({ truth: key, predicted: null })),
  ];
};

/** What was taken for what in an example. */
export const kindsOf = ({
  truth,
  predicted,
}: Pick<WorstExample, 'truth' | 'predicted'>): readonly ClassPair[] => {
  if ('boxes' in truth) return kindsOfBoxes(truth.boxes, 'boxes' in predicted ? predicted.boxes : []);
  return [{ truth: truth.key, predicted: 'key' in predicted ? predicted.key : null }];
};

/** Whether an example shows this. */
export const shows = (example: Pick<WorstExample, 'truth' | 'predicted'>, wanted: ClassPair): boolean =>
  kindsOf(example).some(({ truth, predicted }) => truth === wanted.truth && predicted === wanted.predicted);
