import { z } from 'zod';
import { listOf, timestamp } from '../common';
import { label } from './labels';
import {
  itemId,
  labelledBy,
  labelState,
  pictureMediaType,
  relabelCause,
  reviewVerdict,
  split,
} from './shapes';
import { itemPrediction, itemSource } from './sources';

const count = z.number().int();
const reason = z.string().trim().max(512).optional();

/** One label statement as the API shows it. */
export const labelStatement = z.object({
  label,
  by: labelledBy,
  /** `user:<id>`; the import, for labels that came with one. */
  authId: z.string().nullable(),
  at: timestamp,
  schemaVersion: count,
  reason: z.string().nullable(),
  /** The item's version that it made. */
  version: count,
});
export type LabelStatement = z.infer<typeof labelStatement>;

export const item = z.object({
  id: z.string(),
  datasetId: z.string(),
  digest: z.string(),
  bytes: count,
  mediaType: pictureMediaType,
  width: count,
  height: count,
  orientation: count,
  fileName: z.string().nullable(),
  split: split.nullable(),
  source: itemSource,
  prediction: itemPrediction.nullable(),
  /** Of the prediction; null when no model has seen it. */
  score: z.number().nullable(),
  state: labelState,
  /** The label that holds now; null when there is none. Those before it are in the item's history. */
  label: labelStatement.nullable(),
  relabel: z.object({ cause: relabelCause, classKey: z.string() }).nullable(),
  review: z.object({ verdict: reviewVerdict, authId: z.string().nullable(), at: timestamp }).nullable(),
  excludedBecause: z.string().nullable(),
  addedAt: timestamp,
  changedAt: timestamp,
  /** Paths of the picture and of a small one. */
  pictureUrl: z.string(),
  thumbnailUrl: z.string(),
  /** The aggregate's version: the number in `ETag`. */
  version: count,
});
export type Item = z.infer<typeof item>;
export const itemList = listOf(item);

/** `PUT /items/{id}/label` */
export const labelItem = z.strictObject({
  label,
  by: z.enum(['person', 'model-accepted']).default('person'),
  restores: z.number().int().min(1).optional().describe("The item's version whose label this brings back"),
  reason,
});
export type LabelItem = z.infer<typeof labelItem>;

export const reviewItem = z.strictObject({ verdict: reviewVerdict, reason });
export const withItemReason = z.strictObject({ reason });

/** Items that one request may change. */
export const mostInBatch = 500;

const chosen = z
  .array(z.strictObject({ id: itemId, version: z.number().int().min(1).describe('That the caller saw') }))
  .min(1)
  .max(mostInBatch);

/** `POST /datasets/{id}/items/batch`: the same for many items, each by itself. */
export const itemBatch = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('label'), items: chosen, label, reason }),
  /** What the model said becomes the label. */
  z.strictObject({ action: z.literal('accept'), items: chosen }),
  z.strictObject({ action: z.literal('withdraw'), items: chosen, reason }),
  z.strictObject({ action: z.literal('exclude'), items: chosen, reason }),
  z.strictObject({ action: z.literal('restore'), items: chosen }),
]);
export type ItemBatch = z.infer<typeof itemBatch>;

export const itemOutcome = z.object({
  id: z.string(),
  outcome: z.enum(['changed', 'unchanged', 'refused']),
  /** After the request; null where it was refused. */
  version: count.nullable(),
  /** Why it was refused. */
  problem: z.object({ code: z.string(), title: z.string(), detail: z.string() }).nullable(),
});
export type ItemOutcome = z.infer<typeof itemOutcome>;
export const itemOutcomes = z.object({ items: z.array(itemOutcome) });

/** `GET /datasets/{id}/queue`: what to label next, the lowest score first. */
export const queueQuery = {
  count: z.coerce.number().int().min(1).max(100).default(20).describe('Items to answer with, at most 100'),
  state: z
    .enum(['unlabelled', 'needs-relabel', 'open'])
    .default('open')
    .describe('`open`: what must be labelled again first, then what never was'),
};
export const itemQueue = z.object({ items: z.array(item), left: count.describe('Items that wait in all') });
