import { z } from 'zod';
import { listOf, timestamp } from '../common';
import {
  badge,
  connectivity,
  deviceName,
  hardware,
  lifecycle,
  location,
  modelReference,
  operatingSystem,
  runtimeStatus,
  tags,
} from './shapes';
import { appliedSampling, deviceSettings, frameCounts } from './sampling';
import { heartbeatEntry, vitalsEntry } from './telemetry';

export const device = z.object({
  id: z.string(),
  serial: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  site: z.string().nullable(),
  location: location.nullable(),
  tags,
  lifecycle,
  connectivity,
  runtime: runtimeStatus.nullable(),
  badge,
  model: modelReference.nullable(),
  error: z.object({ type: z.string(), message: z.string() }).nullable(),
  hardware,
  os: operatingSystem,
  agentVersion: z.string(),
  note: z.string().nullable(),
  /** Public nkeys are no secret; the fingerprint lets people compare it with what the agent prints. */
  keyFingerprint: z.string(),
  requestedAt: timestamp,
  registeredAt: timestamp.nullable(),
  lastSeenAt: timestamp.nullable(),
  backlog: heartbeatEntry.shape.backlog.nullable(),
  vitals: vitalsEntry.omit({ seq: true }).nullable(),
  /** What people set; null where nothing was set, which leaves it to the device. */
  settings: deviceSettings,
  sampling: z.object({
    /** What the device says that it goes by; null before it said anything. */
    applied: appliedSampling.nullable(),
    /** Whether it knows the settings. */
    isCurrent: z.boolean(),
    frames: frameCounts.nullable(),
  }),
  /** The aggregate's version: the number in `ETag`. */
  version: z.number().int(),
});
export type Device = z.infer<typeof device>;
export const deviceList = listOf(device);

/** Merge patch (RFC 7396): `null` removes. `tags` replaces all tags. */
export const patchDevice = z.strictObject({
  name: deviceName.optional(),
  description: z.string().max(1024).nullable().optional(),
  site: z.string().max(64).nullable().optional(),
  location: location.nullable().optional(),
  tags: tags.optional(),
});
export type PatchDevice = z.infer<typeof patchDevice>;

export const withReason = z.strictObject({ reason: z.string().max(256).optional() });

export const vitals = vitalsEntry.omit({ seq: true });
export type Vitals = z.infer<typeof vitals>;
export const vitalsList = listOf(vitals);

/** How many devices bear each badge. */
export const deviceCounts = z.object({
  total: z.number().int(),
  badges: z.partialRecord(badge, z.number().int()),
});
export type DeviceCounts = z.infer<typeof deviceCounts>;

export const inference = z.object({
  id: z.string(),
  deviceId: z.string(),
  model: z.string(),
  modelVersion: z.string(),
  /** sha256 of the model's file: leads to what it was learned from. */
  modelDigest: z.string(),
  task: z.enum(['classification', 'detection']),
  label: z.string(),
  score: z.number(),
  probabilities: z.record(z.string(), z.number()),
  boxes: z.array(
    z.object({
      label: z.string(),
      classId: z.number().int(),
      score: z.number(),
      box: z.array(z.number()).length(4),
    }),
  ),
  latencyMs: z.number(),
  inputFile: z.string(),
  truth: z.string().nullable(),
  /** `label` equals `truth`; null when the truth is not known. */
  correct: z.boolean().nullable(),
  /** The score is below the device's warning score, as that was when the result came. */
  warning: z.boolean(),
  note: z.string().nullable(),
  at: timestamp,
  /** Path of the preview picture (JPEG or WebP, at most 20 kB); null when there is none or it has expired. */
  imageUrl: z.string().nullable(),
});
export type Inference = z.infer<typeof inference>;
export const inferenceList = listOf(inference);

export const failure = z.object({
  id: z.string(),
  deviceId: z.string(),
  type: z.string(),
  message: z.string(),
  inputFile: z.string(),
  model: z.string().nullable(),
  at: timestamp,
});
export type Failure = z.infer<typeof failure>;
export const failureList = listOf(failure);
