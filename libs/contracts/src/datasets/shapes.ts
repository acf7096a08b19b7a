import { z } from 'zod';
import { tags } from '../devices/shapes';

export const datasetTask = z.enum(['image-classification', 'object-detection']);
export type DatasetTask = z.infer<typeof datasetTask>;

export const datasetName = z.string().trim().min(1).max(64);
export const datasetDescription = z.string().max(1024);
export const datasetTags = tags;

export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 digest: 64 digits 0-9 and a-f');

/** 26 characters of base32(sha256(dataset id, sha256 of the bytes)): expectation 0 is the idempotency by content. */
export const itemId = z
  .string()
  .regex(/^[a-z2-7]{26}$/, 'must be the id of an item: 26 letters a-z and digits 2-7');

/** Pictures that datasets hold. */
export const pictureMediaType = z.enum(['image/jpeg', 'image/png', 'image/webp']);
export type PictureMediaType = z.infer<typeof pictureMediaType>;

/** A picture of a dataset: 32 MiB. */
export const maxItemBytes = 32 * 1024 * 1024;
/** What a picture of a dataset may cost at most. Whoever decodes one goes by it, so that what was taken in is never refused later. */
export const itemImageLimits = { maxBytes: maxItemBytes, maxPixels: 100_000_000 } as const;
/** Pixels along one side, the most that JPEG knows. */
export const maxSide = 65_535;
/** Boxes that one label may have. */
export const maxBoxes = 1000;

/** Labelled items of each class that training needs, unless the dataset says otherwise. */
export const usualMinimumPerClass = 10;
export const minimumPerClass = z.number().int().min(1).max(100_000);

/** Which part of the training data an archive said that the picture belongs to. */
export const split = z.enum(['train', 'validation', 'test']);
export type Split = z.infer<typeof split>;

export const labelState = z.enum(['unlabelled', 'labelled', 'needs-relabel', 'excluded']);
export type LabelState = z.infer<typeof labelState>;

/** Who made a label statement: a person, an import, or a person who accepted what the model had said. */
export const labelledBy = z.enum(['person', 'import', 'model-accepted']);
export type LabelledBy = z.infer<typeof labelledBy>;

export const datasetStatus = z.enum(['available', 'importing', 'import-failed', 'archived', 'purged']);
export type DatasetStatus = z.infer<typeof datasetStatus>;

/** A second look at a label: it stands, or the item must be labelled again. */
export const reviewVerdict = z.enum(['accepted', 'rejected']);
export type ReviewVerdict = z.infer<typeof reviewVerdict>;

export const relabelCause = z.enum(['class-changed', 'class-retired']);
export type RelabelCause = z.infer<typeof relabelCause>;
