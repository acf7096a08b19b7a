import { z } from 'zod';
import { classKey } from './classes';
import { sha256, split } from './shapes';

const count = z.number().int().min(0);
const share = z.number().min(0).max(1);

/** Shares of the parts; they add up to 1. */
export const splitShares = z
  .strictObject({ train: share, validation: share, test: share })
  .refine(({ train, validation, test }) => Math.abs(train + validation + test - 1) < 1e-6, 'must add up to 1')
  .refine(({ train }) => train > 0, 'must leave some for training');
export type SplitShares = z.infer<typeof splitShares>;

export const usualShares: SplitShares = { train: 0.8, validation: 0.1, test: 0.1 };

/** How items were put into parts. The same rule over the same items makes the same parts. */
export const splitRule = z.strictObject({
  /** Where the shuffling starts: another number, other parts. */
  shuffle: z.number().int().min(0).max(0xffff_ffff),
  shares: splitShares,
  /** All pictures of one device go into one part: pictures that one camera took are alike. */
  groupByDevice: z.boolean(),
  /** Items whose archive said their part stay in it. */
  keepGiven: z.boolean(),
});
export type SplitRule = z.infer<typeof splitRule>;

/** Items of each part and class, and of each part. In detection an item counts for every class that stands in it. */
export const versionCounts = z.strictObject({
  items: count,
  splits: z.partialRecord(split, count),
  classes: z.partialRecord(split, z.record(classKey, count)),
});
export type VersionCounts = z.infer<typeof versionCounts>;

/** Canonical JSON lines in the blob store, one for each item, sorted by digest. */
export const versionManifest = z.strictObject({ digest: sha256, bytes: count });
