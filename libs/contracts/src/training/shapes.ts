import { z } from 'zod';
import { json } from '../common';
import { sha256, tags } from '../devices/shapes';
import { datasetTask } from '../datasets/shapes';

export { sha256 };

export const trainingTask = datasetTask;
export type TrainingTask = z.infer<typeof trainingTask>;

export const count = z.number().int().min(0);
export const ratio = z.number().min(0).max(1);

export const streamName = z.string().trim().min(1).max(64);
export const description = z.string().max(1024);
export const streamTags = tags;
export const reason = z.string().trim().max(512).optional();

/** Natural key of a solution. */
export const solutionKey = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'may have lower case letters, digits and -');
/** M of `vM.N`: versions of a solution count from 1. */
export const solutionVersion = z.number().int().min(1).max(100_000);
export const solutionReference = z.strictObject({ key: solutionKey, version: solutionVersion });
export type SolutionReference = z.infer<typeof solutionReference>;

/** What a trainer is told beside the data; the solution's JSON Schema says which there are. */
export const parameters = z
  .record(z.string().max(64), json)
  .refine((all) => JSON.stringify(all).length <= 16_384, 'must be at most 16 KiB');
export type Parameters = z.infer<typeof parameters>;

/** Bytes in the blob store. */
export const blobReference = z.strictObject({ digest: sha256, bytes: count });
export type BlobReference = z.infer<typeof blobReference>;

/** A frozen version of a dataset. */
export const dataReference = z.strictObject({ datasetId: z.uuid(), version: z.number().int().min(1) });
export type DataReference = z.infer<typeof dataReference>;

/** Which class stands at which output of a model, in their order. */
export const modelLabel = z.strictObject({
  key: z.string().min(1).max(64),
  name: z.string().min(1).max(128),
});
export type ModelLabel = z.infer<typeof modelLabel>;

export const precision = z.enum(['fp32', 'int8']);
export type Precision = z.infer<typeof precision>;
