import { z } from 'zod';
import { box, deviceId, modelReference, ratio } from '../devices/shapes';
import { sha256 } from './shapes';

const importId = z.uuid();

/** Where an item came from. */
export const itemSource = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('device'),
    deviceId,
    /** When the device saw it, by its clock. */
    at: z.iso.datetime(),
    /** The result that it belongs to: id and sequence in the device's journal. */
    journal: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
    seq: z.number().int().min(0),
    importId: importId.optional(),
  }),
  z.strictObject({ kind: z.literal('upload'), importId: importId.optional() }),
  z.strictObject({
    kind: z.literal('archive'),
    importId,
    /** The picture's id in the archive: COCO's number, a path in YOLO and folders. */
    sourceId: z.string().max(512),
  }),
]);
export type ItemSource = z.infer<typeof itemSource>;
export const itemSourceKinds = ['device', 'upload', 'archive'] as const;

/** What a model said of an item. It is kept for ever and is never a label: people accept it, or state another one. */
export const itemPrediction = z.strictObject({
  model: modelReference,
  label: z.string().max(32),
  score: ratio,
  /** By the model's names of classes. */
  probabilities: z
    .record(z.string().max(32), ratio)
    .refine((all) => Object.keys(all).length <= 1000, 'must have at most 1000 classes'),
  /** Corners as shares of width and height, as the device reported them. */
  boxes: z.array(box).max(100),
});
export type ItemPrediction = z.infer<typeof itemPrediction>;

export const importFormat = z.enum(['pictures', 'coco', 'yolo', 'image-folder']);
export type ImportFormat = z.infer<typeof importFormat>;

/** What devices have collected. */
export const devicesSource = z.strictObject({
  kind: z.literal('devices'),
  /** RSQL over frames, as in their list; all of them when absent. */
  filter: z.string().trim().min(1).max(2000).optional(),
  from: z.iso.datetime().optional(),
  to: z.iso.datetime().optional(),
  minScore: ratio.optional(),
  maxScore: ratio.optional(),
});

/** Pictures that a client sends one by one. */
export const uploadSource = z.strictObject({ kind: z.literal('upload') });

/** What an import reads. */
export const importSource = z.discriminatedUnion('kind', [
  devicesSource,
  uploadSource,
  z.strictObject({
    kind: z.literal('archive'),
    /** The one that was asked for; found out when absent. */
    format: importFormat.optional(),
    /** Of the archive's bytes. */
    digest: sha256.optional(),
    bytes: z.number().int().min(0).optional(),
    /** As the uploader called it, without its folders. */
    fileName: z.string().min(1).max(200).optional(),
    lossy: z.boolean().optional(),
    newClasses: z.enum(['add', 'refuse']).optional(),
  }),
]);
export type ImportSource = z.infer<typeof importSource>;

const count = z.number().int().min(0);

/** What came of an import, so far as it came. */
export const importCounts = z.strictObject({
  /** New items. */
  added: count,
  /** Pictures that the dataset had already. */
  known: count,
  /** Items that were given a label. */
  labelled: count,
  /** What could not be taken; the report says why. */
  refused: count,
});
export type ImportCounts = z.infer<typeof importCounts>;

/** The report of what was refused: JSON lines in the blob store. */
export const importReport = z.strictObject({ digest: sha256, bytes: count });
