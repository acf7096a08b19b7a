import type { Split, VersionCounts, VersionStatistics } from '@tutti/contracts/datasets';
import type { Bar } from '../../../components/chart/bar-list';
import type { ClassNames } from './label-words';
import { splits } from './splits';

const colourless = '#888888';

const keysOf = ({ classes }: VersionCounts): readonly string[] => [
  ...new Set(splits.flatMap((split) => Object.keys(classes[split] ?? {}))),
];

/** Items of a class in a part. */
export const countOf = ({ classes }: VersionCounts, split: Split, key: string): number =>
  classes[split]?.[key] ?? 0;

/** Items of a class in all parts. */
export const countOfClass = (counts: VersionCounts, key: string): number =>
  splits.reduce((sum, split) => sum + countOf(counts, split, key), 0);

/** The classes that stand in any of these, in the order of the schema; what it does not know comes last. */
export const classesOf = (names: ClassNames, ...of: readonly VersionCounts[]): readonly string[] => {
  const held = new Set(of.flatMap(keysOf));
  const known = [...names.keys()].filter((key) => held.has(key));
  return [...known, ...[...held].filter((key) => !names.has(key)).sort()];
};

export const classBars = (counts: VersionCounts, names: ClassNames): readonly Bar[] =>
  classesOf(names, counts).map((key) => {
    const { name = key, colour = colourless } = names.get(key) ?? {};
    return { key, name, colour, values: splits.map((split) => countOf(counts, split, key)) };
  });

/** Longer side: from one more than half of a power of two to the power itself. */
export const sideBars = (
  { sides }: VersionStatistics,
  nameOf: (range: { readonly from: number; readonly to: number }) => string,
): readonly Bar[] =>
  sides.map(({ side, items }) => ({
    key: String(side),
    name: nameOf({ from: Math.floor(side / 2) + 1, to: side }),
    values: [items],
  }));

export const boxBars = (
  { boxes }: VersionStatistics,
  nameOf: (range: { readonly from: number; readonly to: number }) => string,
): readonly Bar[] =>
  boxes.map(({ share, boxes: values }) => ({
    key: String(share),
    name: nameOf({ from: share / 2, to: share }),
    values: [values],
  }));

export interface Crowd {
  readonly from: number;
  readonly to: number;
  readonly items: number;
}

/** Boxes per picture: each number by itself up to ten, then in ranges that double. */
export const crowdsOf = ({ boxesPerItem }: VersionStatistics): readonly Crowd[] => {
  const crowds = new Map<number, Crowd>();
  for (const { boxes, items } of boxesPerItem) {
    const upTo = boxes <= 10 ? boxes : 10 * 2 ** Math.ceil(Math.log2(boxes / 10));
    const from = boxes <= 10 ? boxes : upTo / 2 + 1;
    crowds.set(upTo, { from, to: upTo, items: (crowds.get(upTo)?.items ?? 0) + items });
  }
  return [...crowds.values()].sort((a, b) => a.from - b.from);
};
