import { z } from 'zod';
import { listOf, timestamp } from '../common';
import { gateVerdict, modelMetrics } from './evaluation';
import { count, parameters, solutionKey, solutionReference, trainingTask } from './shapes';

/** What becomes of a run while another with the same key has not ended. */
export const duplicatePolicy = z.enum(['replace', 'reject', 'queue']);
export type DuplicatePolicy = z.infer<typeof duplicatePolicy>;

export const runCause = z.strictObject({
  kind: z.enum(['person', 'schedule', 'condition']),
  /** For people: which condition held, and by how much. */
  detail: z.string().max(512).optional(),
});
export type RunCause = z.infer<typeof runCause>;

/** Without a version: what is labelled is frozen first. */
export const wantedData = z.strictObject({
  datasetId: z.uuid(),
  version: z.number().int().min(1).optional(),
});
export const mostDatasets = 16;

/** What a run learns from. */
export const runSource = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('datasets'), data: z.array(wantedData).min(1).max(mostDatasets) }),
  /** The data that the solution brings. */
  z.strictObject({ kind: z.literal('sample'), name: solutionKey }),
]);
export type RunSource = z.infer<typeof runSource>;

export const runState = z.enum(['waiting', 'queued', 'running', 'succeeded', 'failed', 'cancelled']);
export type RunState = z.infer<typeof runState>;

export const stepName = z.string().regex(/^[a-z][a-z0-9-]{0,31}$/);
export const stepState = z.enum(['waiting', 'running', 'finished', 'failed', 'cancelled', 'skipped']);

const runStep = z.object({
  name: stepName,
  state: stepState,
  /** 0..1; null where nobody knows how much there is to do. */
  progress: z.number().min(0).max(1).nullable(),
  message: z.string().nullable(),
  seconds: z.number().min(0).nullable(),
});
export type RunStep = z.infer<typeof runStep>;

export const run = z.object({
  id: z.string(),
  streamId: z.string(),
  /** Null once the stream is deleted. */
  streamName: z.string().nullable(),
  task: trainingTask,
  solution: solutionReference,
  parameters,
  source: runSource,
  key: z.string(),
  cause: runCause,
  state: runState,
  /** Why it is not running yet: data is being frozen, an earlier run goes on, no trainer has taken it. */
  waitingFor: z.enum(['data', 'earlier-run', 'trainer']).nullable(),
  steps: z.array(runStep),
  /** Which attempt is under way: more than 1 once a trainer has died. */
  attempt: count,
  worker: z.string().nullable(),
  /** When the trainer was last heard of. */
  heardAt: timestamp.nullable(),
  failure: z.object({ code: z.string(), message: z.string(), step: z.string().nullable() }).nullable(),
  metrics: modelMetrics.nullable(),
  baseline: modelMetrics.nullable(),
  gate: gateVerdict.nullable(),
  modelId: z.string().nullable(),
  seed: count,
  requestedBy: z.string().nullable(),
  requestedAt: timestamp,
  startedAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  version: count,
});
export type Run = z.infer<typeof run>;
export const runList = listOf(run);

/** `POST /runs` */
export const requestRun = z.strictObject({
  streamId: z.uuid(),
  source: runSource.optional().describe("The stream's datasets, frozen as they are now, when absent"),
  key: z.string().trim().min(1).max(128).optional().describe('The stream when absent'),
  duplicatePolicy: duplicatePolicy.optional().describe('reject when absent'),
  seed: z
    .number()
    .int()
    .min(0)
    .max(0xffff_ffff)
    .optional()
    .describe('The same seed, the same model; 1 when absent'),
  parameters: parameters.optional().describe("The stream's when absent"),
});
export type RequestRun = z.infer<typeof requestRun>;

export const cancelRun = z.strictObject({ reason: z.string().trim().max(512).optional() });

/** One point of a curve. */
export const curvePoint = z.strictObject({
  series: z.string().regex(/^[a-z][a-z0-9./-]{0,47}$/),
  step: z.number().min(0),
  value: z.number(),
});
export type CurvePoint = z.infer<typeof curvePoint>;

/** Curves by series, points ascending by step; thinned out to 500 points each. */
export const runCurves = z.object({
  series: z.array(z.object({ name: z.string(), points: z.array(z.tuple([z.number(), z.number()])) })),
});
export type RunCurves = z.infer<typeof runCurves>;

export const logLine = z.object({ seq: count, at: timestamp, attempt: count, text: z.string() });
export type LogLine = z.infer<typeof logLine>;
/** The newest lines are kept, ten thousand of each run. */
export const runLog = z.object({ lines: z.array(logLine), nextSeq: count });
export type RunLog = z.infer<typeof runLog>;
export const runLogQuery = {
  after: z.coerce.number().int().min(0).optional().describe('Only lines after this number'),
  limit: z.coerce.number().int().min(1).max(1000).optional().describe('200 when absent'),
};
