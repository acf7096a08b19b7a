import type { FreezeVersion, Split, SplitRule } from '@tutti/contracts/datasets';
import { splits } from './splits';

/** Percent of each part. */
export type Percent = Readonly<Record<Split, number>>;

export const ratios: readonly Percent[] = [
  { train: 80, validation: 10, test: 10 },
  { train: 70, validation: 15, test: 15 },
  { train: 80, validation: 20, test: 0 },
];

export interface FreezeValues {
  readonly percent: Percent;
  readonly group: 'auto' | 'together' | 'apart';
  readonly keepGiven: boolean;
  readonly shuffle: number;
  /** Deals all pictures out anew, also those of the version before. */
  readonly fresh: boolean;
  readonly note: string;
}

export const usualValues: FreezeValues = {
  percent: { train: 80, validation: 10, test: 10 },
  group: 'auto',
  keepGiven: true,
  shuffle: 0,
  fresh: false,
  note: '',
};

/** As the version before was split: the next one keeps its parts. */
export const valuesOf = ({ shares, keepGiven, shuffle }: SplitRule): FreezeValues => {
  const percentOf = (share: number): number => Math.round(share * 1e4) / 100;
  const { train, validation, test } = shares;
  const percent = { train: percentOf(train), validation: percentOf(validation), test: percentOf(test) };
  return { ...usualValues, percent, keepGiven, shuffle };
};

export const sumOf = (percent: Percent): number => splits.reduce((sum, split) => sum + percent[split], 0);

export const isSamePercent = (a: Percent, b: Percent): boolean =>
  splits.every((split) => a[split] === b[split]);

/** What is wrong with the shares. */
export const shareFault = (percent: Percent): 'sum' | 'train' | undefined => {
  if (Math.abs(sumOf(percent) - 100) > 1e-6) return 'sum';
  return percent.train > 0 ? undefined : 'train';
};

export const toFreezeVersion = ({
  percent,
  group,
  keepGiven,
  shuffle,
  fresh,
  note,
}: FreezeValues): FreezeVersion => ({
  shuffle,
  shares: {
    train: percent.train / 100,
    validation: percent.validation / 100,
    test: percent.test / 100,
  },
  ...(group === 'auto' ? {} : { groupByDevice: group === 'together' }),
  keepGiven,
  ...(fresh ? { freshParts: true } : {}),
  ...(note.trim() === '' ? {} : { note: note.trim() }),
});
