import { split, type Split } from '@tutti/contracts/datasets';

export const splits: readonly Split[] = split.options;

/** Of the colours of charts. */
export const splitTones = { train: 1, validation: 2, test: 3 } as const satisfies Readonly<
  Record<Split, number>
>;
