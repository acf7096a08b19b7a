import { z } from 'zod';
import { defineEvents, event, nameEvents, type EventOf } from '../common';
import { gateVerdict, modelMetrics, modelVariant, promotionGate } from './evaluation';
import { modelOrigin, modelSignature, aliasName, modelTask } from './models';
import { duplicatePolicy, runCause, runSource, stepName } from './runs';
import {
  blobReference,
  count,
  dataReference,
  description,
  modelLabel,
  parameters,
  ratio,
  reason,
  sha256,
  solutionReference,
  solutionVersion,
  streamName,
  streamTags,
  trainingTask,
} from './shapes';
import { solutionManifest } from './solutions';
import { streamDatasets, streamSettings, targetFilter } from './streams';
import { trigger } from './triggers';

/** Its id is the solution's key. */
export const solutionEvents = defineEvents('training', 'solution', {
  SolutionPublished: event(z.strictObject({ version: solutionVersion, manifest: solutionManifest })),
  SolutionRetired: event(z.strictObject({ reason })),
});
export type SolutionEvent = EventOf<typeof solutionEvents>;

export const streamEvents = defineEvents('training', 'stream', {
  StreamCreated: event(
    z.strictObject({
      ...streamSettings,
      solution: solutionReference,
      task: trainingTask,
      trigger: trigger.optional(),
      /** The stream whose settings were copied. */
      duplicateOf: z.uuid().optional(),
    }),
  ),
  StreamReconfigured: event(
    z.strictObject({
      name: streamName.optional(),
      description: description.nullable().optional(),
      tags: streamTags.optional(),
      parameters: parameters.optional(),
      warningScore: ratio.nullable().optional(),
      target: targetFilter.nullable().optional(),
      gate: promotionGate.optional(),
      datasets: streamDatasets.optional(),
    }),
  ),
  StreamTriggerSet: event(z.strictObject({ trigger: trigger.nullable() })),
  StreamMovedToSolution: event(z.strictObject({ version: solutionVersion, parameters })),
  StreamDeleted: event(z.strictObject({ reason })),
});
export type StreamEvent = EventOf<typeof streamEvents>;

const attempt = z.number().int().min(1);

export const runEvents = defineEvents('training', 'run', {
  RunRequested: event(
    z.strictObject({
      streamId: z.uuid(),
      /** As the stream stood then: what changes later does not change the run. */
      name: streamName,
      task: trainingTask,
      solution: solutionReference,
      trainer: z.string().max(63),
      parameters,
      gate: promotionGate,
      source: runSource,
      key: z.string().max(128),
      duplicatePolicy,
      /** Of the run with the same key that this one waits for (`queue`). */
      after: z.uuid().optional(),
      cause: runCause,
      /** Labels that had ever been stated in each dataset: what is new is counted from here. */
      labelsSeen: z.record(z.uuid(), count),
      randomSeed: count,
      /** The model to compare with. */
      current: z.strictObject({ modelId: z.uuid(), artifact: blobReference }).optional(),
      maxMinutes: z.number().int().min(1),
    }),
  ),
  /** Every version stands: the datasets service has frozen what had none. */
  RunDataFrozen: event(
    z.strictObject({
      data: z.array(dataReference.extend({ digest: sha256, manifest: blobReference, items: count })).min(1),
    }),
  ),
  /** A job for it lies in the queue. */
  RunQueued: event(z.strictObject({})),
  RunStarted: event(
    z.strictObject({ attempt, claimId: z.uuid(), worker: z.string().max(128), steps: z.array(stepName) }),
  ),
  /** Its trainer stops in good order: another begins anew, and nobody has died of it. */
  RunReleased: event(z.strictObject({ attempt, claimId: z.uuid() })),
  RunStepCompleted: event(z.strictObject({ attempt, step: stepName, seconds: z.number().min(0) })),
  RunSucceeded: event(
    z.strictObject({
      streamId: z.uuid(),
      name: streamName,
      solution: solutionReference,
      task: trainingTask,
      attempt,
      artifact: blobReference,
      signature: modelSignature,
      labels: z.array(modelLabel),
      metrics: modelMetrics,
      evaluation: blobReference,
      variants: z.array(modelVariant),
      baseline: z
        .strictObject({ modelId: z.uuid(), metrics: modelMetrics, evaluation: blobReference })
        .optional(),
      gate: gateVerdict,
      data: z.array(dataReference),
      items: z.strictObject({ train: count, validation: count, test: count }),
      backbone: z.strictObject({ name: z.string().max(128), sha256 }).optional(),
      seconds: z.record(stepName, z.number().min(0)),
      peakMemoryBytes: count.optional(),
    }),
  ),
  RunFailed: event(
    z.strictObject({
      streamId: z.uuid(),
      /** A stable code for programs, a message for people. */
      code: z.string().regex(/^[a-z0-9.-]{1,64}$/),
      message: z.string().max(512),
      step: stepName.optional(),
    }),
  ),
  RunCancelled: event(
    z.strictObject({
      streamId: z.uuid(),
      /** The run that took its place (`replace`). */
      replacedBy: z.uuid().optional(),
      reason,
    }),
  ),
});
export type RunEvent = EventOf<typeof runEvents>;

export const modelEvents = defineEvents('training', 'model', {
  ModelRegistered: event(
    z.strictObject({
      name: streamName,
      modelVersion: z.string().max(32),
      streamId: z.uuid().optional(),
      solution: solutionReference.optional(),
      task: modelTask,
      labels: z.array(modelLabel),
      artifact: blobReference,
      signature: modelSignature,
      origin: modelOrigin,
      data: z.array(dataReference),
      description: description.optional(),
    }),
  ),
  ModelEvaluated: event(
    z.strictObject({
      metrics: modelMetrics,
      evaluation: blobReference,
      variants: z.array(modelVariant),
      baseline: z
        .strictObject({ modelId: z.uuid(), metrics: modelMetrics, evaluation: blobReference })
        .optional(),
      gate: gateVerdict,
    }),
  ),
  ModelSigned: event(
    z.strictObject({
      /** sha256 of the public key (SubjectPublicKeyInfo, DER). */
      keyId: sha256,
      /** A Sigstore bundle with a DSSE envelope: JSON. */
      bundle: blobReference,
    }),
  ),
  /** The newest statement of a stream's alias holds. */
  ModelAliased: event(
    z.strictObject({ alias: aliasName, streamId: z.uuid(), removed: z.literal(true).optional() }),
  ),
  ModelRetired: event(z.strictObject({ reason })),
});
export type ModelEvent = EventOf<typeof modelEvents>;

export const trainingNameEvents = nameEvents('training');
