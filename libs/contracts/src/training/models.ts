import { z } from 'zod';
import { listOf, timestamp } from '../common';
import { evaluationReport, gateVerdict, modelMetrics, modelVariant } from './evaluation';
import {
  blobReference,
  count,
  dataReference,
  modelLabel,
  sha256,
  solutionReference,
  trainingTask,
} from './shapes';

/** Movable names such as `champion`. */
export const aliasName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/, 'may have lower case letters, digits and -')
  .refine((name) => !/^v\d/.test(name), 'must not look like a version');

/** An input or output of an ONNX graph; -1 is any size. */
export const modelTensor = z.strictObject({
  name: z.string().max(128),
  type: z.string().max(32),
  shape: z.array(z.number().int().min(-1)).max(8),
});
export type ModelTensor = z.infer<typeof modelTensor>;

export const modelSignature = z.strictObject({
  inputs: z.array(modelTensor).min(1).max(64),
  outputs: z.array(modelTensor).min(1).max(64),
  opset: z.number().int().min(1),
});
export type ModelSignature = z.infer<typeof modelSignature>;

/** Where a model came from. */
export const modelOrigin = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('run'), runId: z.uuid() }),
  z.strictObject({ kind: z.literal('import'), fileName: z.string().max(200).optional() }),
  /** It comes with Tutti; the licence is that of its weights. */
  z.strictObject({ kind: z.literal('ready-made'), source: z.string().max(256), licence: z.string().max(64) }),
]);
export type ModelOrigin = z.infer<typeof modelOrigin>;

export const modelTask = z.enum([...trainingTask.options, 'tensors']);
export type ModelTask = z.infer<typeof modelTask>;

export const modelStatus = z.enum(['ready', 'retired']);

export const model = z.object({
  id: z.string(),
  /** Name of the stream, or of the imported model. */
  name: z.string(),
  /** `vM.N` of a stream; a number counted by name of imported ones: `1`, `2`. */
  modelVersion: z.string(),
  streamId: z.string().nullable(),
  solution: solutionReference.nullable(),
  /** `tensors`: Tutti cannot judge pictures with it, devices answer requests with it. */
  task: modelTask,
  labels: z.array(modelLabel),
  artifact: blobReference,
  signature: modelSignature,
  origin: modelOrigin,
  data: z.array(dataReference),
  metrics: modelMetrics.nullable(),
  baseline: z.object({ modelId: z.string(), metrics: modelMetrics }).nullable(),
  variants: z.array(modelVariant),
  gate: gateVerdict.nullable(),
  /** Key that signed it, and the digest of the bundle; null until it is signed. */
  signed: z.object({ keyId: z.string(), bundle: blobReference }).nullable(),
  aliases: z.array(aliasName),
  status: modelStatus,
  description: z.string().nullable(),
  createdAt: timestamp,
  createdBy: z.string().nullable(),
  version: count,
});
export type Model = z.infer<typeof model>;
export const modelList = listOf(model);

/** `POST /models` */
export const importModel = z.strictObject({
  uploadId: z
    .string()
    .min(1)
    .max(128)
    .describe('A complete upload of `/api/v1/model-uploads`: one ONNX file'),
  name: z.string().trim().min(1).max(64),
  description: z.string().max(1024).optional(),
});
export type ImportModel = z.infer<typeof importModel>;

export const setAlias = z.strictObject({ modelId: z.uuid() });
export const alias = z.object({
  name: aliasName,
  modelId: z.string(),
  modelVersion: z.string(),
  since: timestamp,
});
export type Alias = z.infer<typeof alias>;
export const aliasList = z.object({ items: z.array(alias) });
/** `GET /streams/{id}/aliases/{alias}/history`, newest first; a model of null: the alias was taken away. */
export const aliasHistory = z.object({
  items: z.array(
    z.object({
      modelId: z.string().nullable(),
      modelVersion: z.string().nullable(),
      at: timestamp,
      by: z.string().nullable(),
    }),
  ),
});

export const retireModel = z.strictObject({ reason: z.string().trim().max(512).optional() });

/** Two models beside each other. */
export const modelComparison = z.object({
  models: z.tuple([model, model]),
  /** Null where a model was never judged. */
  evaluations: z.tuple([evaluationReport.nullable(), evaluationReport.nullable()]),
  /** Whether both were judged on the same pictures. */
  samePictures: z.boolean(),
});
export type ModelComparison = z.infer<typeof modelComparison>;

/** From a model, named by the digest of its artifact, back to what it was learned from. */
export const modelLineage = z.object({
  model,
  run: z
    .object({ id: z.string(), requestedBy: z.string().nullable(), seed: count, startedAt: timestamp })
    .nullable(),
  data: z.array(
    dataReference.extend({
      digest: sha256,
      manifest: blobReference,
      items: count,
      frozenAt: timestamp.nullable(),
    }),
  ),
  /** The model that stood before it in its stream. */
  previous: z.object({ id: z.string(), modelVersion: z.string() }).nullable(),
});
export type ModelLineage = z.infer<typeof modelLineage>;
