import { z } from 'zod';
import { listOf, pageQuery, timestamp } from '../common';
import { classKey } from './classes';
import { label } from './labels';
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

/** How items were put into parts. The same rule over the same items, and the same kept parts, makes the same parts. */
export const splitRule = z.strictObject({
  /** Where the shuffling starts: another number, other parts. */
  shuffle: z.number().int().min(0).max(0xffff_ffff),
  shares: splitShares,
  /** All pictures of one device go into one part: pictures that one camera took are alike. */
  groupByDevice: z.boolean(),
  /** Items whose archive said their part stay in it. */
  keepGiven: z.boolean(),
  /** Version whose items kept their parts: only what is new was dealt out, so nothing that was learned from is judged by. */
  keptFrom: z.number().int().min(1).optional(),
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

/** A frozen version as the API shows it. */
export const datasetVersion = z.object({
  number: count,
  /** Of the content: the same images, labels and parts are the same version, whoever freezes them. */
  digest: z.string(),
  manifest: versionManifest,
  labelSchemaId: z.string(),
  schemaVersion: count,
  rule: splitRule,
  counts: versionCounts,
  position: count,
  note: z.string().nullable(),
  frozenBy: z.string().nullable(),
  frozenAt: timestamp,
});
export type DatasetVersion = z.infer<typeof datasetVersion>;
export const datasetVersionList = listOf(datasetVersion);

/** `POST /datasets/{id}/versions` */
export const freezeVersion = z.strictObject({
  shuffle: splitRule.shape.shuffle
    .optional()
    .describe('Another number, other parts; that of the version before when absent, 0 for the first'),
  shares: splitShares
    .optional()
    .describe(
      'Those of the version before when absent; 80 % train, 10 % validation, 10 % test for the first',
    ),
  groupByDevice: z
    .boolean()
    .optional()
    .describe(
      'Whether pictures of one device stay in one part; as in the version before or from ten devices on when absent',
    ),
  keepGiven: z
    .boolean()
    .optional()
    .describe(
      'Whether items stay in the part that their archive said; as in the version before when absent, yes for the first',
    ),
  freshParts: z
    .boolean()
    .optional()
    .describe(
      'Whether all items are dealt out anew; with the shares and shuffle of the version before its items keep their parts when absent',
    ),
  note: z.string().trim().max(512).optional(),
});
export type FreezeVersion = z.infer<typeof freezeVersion>;

export const versionChangeKind = z.enum(['added', 'removed', 'relabelled', 'moved']);
export type VersionChangeKind = z.infer<typeof versionChangeKind>;

export const diffQuery = {
  from: z.coerce.number().int().min(1).describe('Number of the version to compare with'),
  kind: versionChangeKind.optional().describe('Only these changes'),
  ...pageQuery,
};

const side = z.object({ label, split });

/** What one version has that another has not; what is relabelled and moved counts as relabelled. */
export const versionDiff = z.object({
  counts: z.object({ added: count, removed: count, relabelled: count, moved: count, same: count }),
  items: z.array(
    z.object({
      kind: versionChangeKind,
      id: z.string(),
      digest: z.string(),
      fileName: z.string().nullable(),
      /** Pixels, which boxes are counted in. */
      width: count,
      height: count,
      before: side.nullable(),
      after: side.nullable(),
    }),
  ),
  nextPageToken: z.string(),
});
export type VersionDiff = z.infer<typeof versionDiff>;

/** An item as a version holds it. */
export const versionItem = z.object({
  id: z.string(),
  digest: z.string(),
  fileName: z.string().nullable(),
  width: count,
  height: count,
  label,
  split,
});
export type VersionItem = z.infer<typeof versionItem>;
export const versionItemList = listOf(versionItem);

export const versionItemsQuery = {
  split: split.optional().describe('Only items of this part'),
  class: classKey.optional().describe('Only items whose label holds this class'),
  ...pageQuery,
};

/** Devices that statistics name. */
export const mostDevices = 20;

/** What is in a version, for charts. */
export const versionStatistics = z.object({
  counts: versionCounts,
  /** Labelled pictures without any box. */
  empty: count,
  bytes: count,
  /** Pictures by their longer side: more than half of `side` pixels, and at most `side`. */
  sides: z.array(z.object({ side: count, items: count })),
  /** Boxes by their share of the picture: more than half of `share`, and at most `share`. */
  boxes: z.array(z.object({ share: z.number(), boxes: count })),
  /** Pictures by the number of boxes in them; empty in classification. */
  boxesPerItem: z.array(z.object({ boxes: count, items: count })),
  /** The devices that took most of the pictures, twenty at most. */
  devices: z.array(z.object({ deviceId: z.string(), items: count })),
  /** Devices that took pictures, and how many of the pictures they took. */
  fromDevices: z.object({ devices: count, items: count }),
});
export type VersionStatistics = z.infer<typeof versionStatistics>;
