import { z } from 'zod';
import { reportedEntry } from './reported';
import { frameCounts } from './sampling';
import { box, modelReference, ratio, runtimeStatus } from './shapes';

/**
 * What devices publish on `tel.<deviceId>.<kind>`: small JSON batches. (device id from the subject, `journal`, `seq`)
 * is the key of an entry: a repeat overwrites itself. Values out of range are refused, never clamped.
 */
export const telemetryKinds = ['heartbeat', 'vitals', 'inference', 'failure', 'reported'] as const;
export type TelemetryKind = (typeof telemetryKinds)[number];

const entry = { seq: z.number().int().min(0).max(Number.MAX_SAFE_INTEGER), at: z.iso.datetime() };
const bytes = z.number().int().min(0);

export const heartbeatEntry = z.object({
  ...entry,
  runtime: runtimeStatus,
  model: modelReference.nullable(),
  agentVersion: z.string().max(64),
  startedAt: z.iso.datetime(),
  /** Results waiting in the device's journal, and how many it had to drop because the journal was full. */
  backlog: z.object({ entries: bytes, bytes, dropped: bytes }),
  /** Pictures chosen to be sent; absent where none leaves the device. */
  frames: frameCounts.optional(),
  error: z.object({ type: z.string().max(64), message: z.string().max(512) }).nullable(),
});
export type HeartbeatEntry = z.infer<typeof heartbeatEntry>;

export const vitalsEntry = z.object({
  ...entry,
  /** Share of all cores in use, 0..1. */
  cpu: ratio,
  memoryUsedBytes: bytes,
  memoryTotalBytes: bytes,
  diskUsedBytes: bytes,
  diskTotalBytes: bytes,
  temperatureCelsius: z.number().min(-100).max(250).nullable(),
  networkRxBytesPerSecond: z.number().min(0),
  networkTxBytesPerSecond: z.number().min(0),
  uptimeSeconds: z.number().min(0),
  agentMemoryBytes: bytes,
});
export type VitalsEntry = z.infer<typeof vitalsEntry>;

/** What a device keeps free on its disk, whatever it is asked to store: results and the machine need it more. */
export const keptFreeBytes = (diskTotalBytes: number): number =>
  Math.min(512 * 1024 ** 2, 0.1 * diskTotalBytes);

const sumsToOne = (probabilities: Record<string, number>): boolean => {
  const values = Object.values(probabilities);
  return values.length === 0 || Math.abs(values.reduce((sum, p) => sum + p, 0) - 1) < 0.01;
};

export const inferenceEntry = z.object({
  ...entry,
  model: modelReference,
  /** The decision: at most 32 characters (requirements §2, inference summary contract). */
  label: z.string().max(32),
  score: ratio,
  probabilities: z
    .record(z.string().max(32), ratio)
    .refine(sumsToOne, 'Probabilities must add up to 1')
    .refine((p) => Object.keys(p).length <= 1000, 'At most 1000 classes'),
  boxes: z.array(box).max(100),
  latencyMs: z.number().min(0).max(3_600_000),
  inputFile: z.string().max(256),
  /** Size of the picture as it came; older agents do not say it. */
  inputBytes: bytes.optional(),
  /** Label known beforehand, where the source has one: lets the console show a true accuracy. */
  truth: z.string().max(32).optional(),
  /** sha256 of the preview picture, when one was sent. */
  preview: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .optional(),
  note: z.string().max(128).optional(),
});
export type InferenceEntry = z.infer<typeof inferenceEntry>;

export const failureEntry = z.object({
  ...entry,
  model: modelReference.nullable(),
  type: z.string().max(64),
  message: z.string().max(512),
  inputFile: z.string().max(256),
});
export type FailureEntry = z.infer<typeof failureEntry>;

/** What concerns all entries: where each is judged by itself, a bad one costs one. */
export const telemetryEnvelope = z.object({
  journal: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/),
  entries: z.array(z.unknown()).min(1).max(500),
});

const batchOf = <Entry extends z.ZodType>(of: Entry) =>
  telemetryEnvelope.extend({ entries: z.array(of).min(1).max(500) });

export const telemetryBatches = {
  heartbeat: batchOf(heartbeatEntry),
  vitals: batchOf(vitalsEntry),
  inference: batchOf(inferenceEntry),
  failure: batchOf(failureEntry),
  reported: batchOf(reportedEntry),
} as const;

export const telemetrySubject = (deviceId: string, kind: TelemetryKind): string => `tel.${deviceId}.${kind}`;
