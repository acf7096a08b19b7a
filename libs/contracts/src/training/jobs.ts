import { z } from 'zod';
import { modelMetrics, modelVariant } from './evaluation';
import { curvePoint, stepName } from './runs';
import {
  blobReference,
  count,
  dataReference,
  modelLabel,
  parameters,
  sha256,
  solutionKey,
  trainingTask,
} from './shapes';

/*
 * What a trainer and Tutti say to each other: a job from the queue TRAIN_JOBS, everything else by HTTP with the job's
 * ticket. docs/reference/trainer-protocol.md tells it to people.
 */

/** Jobs of a solution's trainer wait on `train.<trainer>.<runId>`. */
export const jobSubject = (trainer: string, runId: string): string => `train.${trainer}.${runId}`;

/** Data of a job: a frozen version, and the digest of its manifest. */
const jobData = dataReference.extend({ manifest: blobReference });

export const trainingJob = z.object({
  format: z.literal('tutti-job/1'),
  runId: z.uuid(),
  streamId: z.uuid(),
  task: trainingTask,
  trainer: z.string(),
  /** Bearer of the job's own HTTP requests, until `expiresAt`. Lets its bearer read this job's data and nothing else. */
  ticket: z.string(),
  expiresAt: z.iso.datetime(),
  /** Name of the finished model, for the artifact's metadata. */
  name: z.string(),
  parameters,
  seed: count,
  source: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('datasets'), data: z.array(jobData).min(1) }),
    z.object({ kind: z.literal('sample'), name: solutionKey }),
  ]),
  /** The model that the new one is to be compared with, on the same pictures. */
  current: z.object({ modelId: z.uuid(), artifact: blobReference }).nullable(),
});
export type TrainingJob = z.infer<typeof trainingJob>;

const claimId = z
  .uuid()
  .describe("Made by the trainer when it takes the job: the same in all of the job's requests");

/** `POST /api/v1/jobs/{runId}/claim` */
export const claimJob = z.strictObject({
  claimId,
  worker: z.string().trim().min(1).max(128).describe('Who works: host, program, version'),
  steps: z.array(stepName).min(1).max(16).describe('What will be done, in its order'),
});
export type ClaimJob = z.infer<typeof claimJob>;

/** `taken`: another trainer has it and was heard of; ask again later. `over`: the run has ended; forget the job. */
export const claimAnswer = z.object({
  verdict: z.enum(['go', 'taken', 'over']),
  attempt: count,
});
export type ClaimAnswer = z.infer<typeof claimAnswer>;

/** `POST /api/v1/jobs/{runId}/reports`: at least every ten seconds; repeats of a number are ignored. */
export const jobReport = z.strictObject({
  claimId,
  seq: count.describe('Counts the reports of this claim, from 1'),
  step: stepName,
  progress: z.number().min(0).max(1).nullable(),
  message: z.string().max(256).optional(),
  points: z.array(curvePoint).max(500).optional(),
  /** However they are written, they fit into a request of 1 MiB. */
  lines: z.array(z.string().max(2000)).max(50).optional(),
  skipped: z.array(stepName).max(16).optional().describe('Steps that will not be done'),
});
export type JobReport = z.infer<typeof jobReport>;

/** Stop at once when it says so: the run was cancelled, has ended, or is another trainer's now. */
export const reportAnswer = z.object({ stop: z.boolean(), reason: z.string() });
export type ReportAnswer = z.infer<typeof reportAnswer>;

/** A model of a job may have this many bytes. */
export const maxModelBytes = 512 * 1024 * 1024;

/** `PUT /api/v1/jobs/{runId}/files`: bytes in, their digest out. */
export const uploadedFile = z.object({ digest: sha256, bytes: count });

/** `POST /api/v1/jobs/{runId}/result`; files were sent before. */
export const jobResult = z.strictObject({
  claimId,
  /** One ONNX file. */
  artifact: blobReference,
  labels: z.array(modelLabel).min(1).max(1000),
  metrics: modelMetrics,
  /** JSON of `evaluationReport`. */
  evaluation: blobReference,
  /** All number formats that were made, the artifact's among them. */
  variants: z.array(modelVariant).min(1).max(2),
  /** Of `current`, on the same pictures; null when there was none, or it cannot be compared. */
  baseline: z.strictObject({ metrics: modelMetrics, evaluation: blobReference }).nullable(),
  /** Where the features come from: name and digest. */
  backbone: z.strictObject({ name: z.string().max(128), sha256 }).nullable(),
  /** Pictures that it learned from, judged itself by, and was held out. */
  items: z.strictObject({ train: count, validation: count, test: count }),
  seconds: z.record(stepName, z.number().min(0)),
  peakMemoryBytes: count.optional(),
});
export type JobResult = z.infer<typeof jobResult>;

/** `POST /api/v1/jobs/{runId}/release`: another trainer is to have it, at once. */
export const jobRelease = z.strictObject({ claimId });
export type JobRelease = z.infer<typeof jobRelease>;

/** `POST /api/v1/jobs/{runId}/failure`: nothing but another try by a person can help. */
export const jobFailure = z.strictObject({
  claimId,
  step: stepName,
  /** A stable code for programs, a message for people. */
  code: z.string().regex(/^[a-z0-9.-]{1,64}$/),
  message: z.string().min(1).max(512),
});
export type JobFailure = z.infer<typeof jobFailure>;
