import { z } from 'zod';
import { json, listOf, timestamp } from '../common';
import { promotionGate } from './evaluation';
import { count, solutionKey, solutionVersion, trainingTask } from './shapes';

/** JSON Schema (2020-12) of an object: what can be set, what is usual, what each means. The console makes its form of it. */
const parameterSchema = z
  .record(z.string(), json)
  .refine((schema) => schema['type'] === 'object', 'must be the JSON Schema of an object')
  .refine((schema) => JSON.stringify(schema).length <= 32_768, 'must be at most 32 KiB');

/** A recipe: what is learned from what, by whom, and what can be set. */
export const solutionManifest = z.strictObject({
  name: z.string().trim().min(1).max(64),
  description: z.string().max(1024),
  task: trainingTask,
  dataType: z.literal('image'),
  /** Which trainers take its jobs: the last part of the queue's subject. */
  trainer: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/),
  parameters: parameterSchema,
  /** Whether its data can be labelled in the console (S0-49). */
  labelling: z.boolean(),
  /** Data to try it with, which the trainer has; null when there is none. */
  sample: z.strictObject({ name: solutionKey, description: z.string().max(512) }).nullable(),
  /** What its streams ask of new models unless they say otherwise. */
  gate: promotionGate,
});
export type SolutionManifest = z.infer<typeof solutionManifest>;

export const solution = z.object({
  key: solutionKey,
  /** Newest first. */
  versions: z.array(
    z.object({ version: solutionVersion, manifest: solutionManifest, publishedAt: timestamp }),
  ),
  /** Streams that use it. */
  streams: count,
  /** No new streams: those that there are stay. */
  retired: z.boolean(),
  version: count,
});
export type Solution = z.infer<typeof solution>;
export const solutionList = listOf(solution);

export const publishSolution = z.strictObject({ key: solutionKey, manifest: solutionManifest });
export type PublishSolution = z.infer<typeof publishSolution>;
