import { z } from 'zod';
import { listOf, timestamp } from '../common';
import { deviceId } from '../devices/shapes';
import { sha256 } from '../training/shapes';
import { groupPolicy, pacing, rolloutPolicy, rolloutTarget } from './policies';
import {
  confirmation,
  count,
  deployedModel,
  deploymentMode,
  latencyBudgetMs,
  maintenanceWindow,
  reason,
  rolloutName,
  shadowComparison,
  stepMinutes,
} from './shapes';

/** `POST /rollouts/preview`, and `POST /rollouts` with what the preview said. */
export const planRollout = z.strictObject({
  name: rolloutName,
  modelId: z.uuid(),
  target: rolloutTarget,
  mode: deploymentMode.optional().describe('`replace` when absent'),
  groups: rolloutPolicy.groups.optional().describe('One group of all devices when absent'),
  pacing: pacing.optional().describe('100 a minute, 50 at a time, no jitter when absent'),
  approval: z.boolean().optional(),
  /** Not before. */
  startAt: z.iso.datetime().optional(),
  windows: rolloutPolicy.windows.optional(),
  confirmation: confirmation
    .optional()
    .describe("20 results or 30 minutes, a mean score of the stream's warning score when absent"),
  latencyBudgetMs: latencyBudgetMs.optional(),
  shadowMinutes: rolloutPolicy.shadowMinutes.describe('60 for a shadow when absent'),
  stepMinutes: stepMinutes.partial().optional(),
  /** Devices that come to match the target until then join at the end. */
  joinUntil: z.iso.datetime().optional(),
  /** Why a model goes out though its gate said no. */
  force: z.string().trim().min(1).max(512).optional(),
  /** `planDigest` of the preview: planned only if it is still the same. */
  planDigest: sha256.optional(),
});
export type PlanRollout = z.infer<typeof planRollout>;

/** Why a device cannot take the model. */
export const incompatibility = z.enum([
  'not-registered',
  'task',
  'agent-version',
  'memory',
  'disk',
  /** It never said what it is. */
  'unknown',
]);
export type Incompatibility = z.infer<typeof incompatibility>;

/** The plan as it is stored, a JSON file in the blob store: groups in their order, devices in theirs. */
export const rolloutManifest = z.strictObject({
  format: z.literal('tutti-rollout/1'),
  modelId: z.uuid(),
  groups: z.array(z.strictObject({ name: z.string(), deviceIds: z.array(deviceId) })),
  excluded: z.array(z.strictObject({ deviceId, reasons: z.array(incompatibility).min(1) })),
});
export type RolloutManifest = z.infer<typeof rolloutManifest>;

/** A device that matches the target and cannot take the model, by the name that it has now. */
const excludedDevice = z.object({
  deviceId: z.string(),
  deviceName: z.string(),
  reasons: z.array(incompatibility),
});
export type ExcludedDevice = z.infer<typeof excludedDevice>;
export const excludedList = listOf(excludedDevice);

const namedDevice = z.object({ id: z.string(), name: z.string() });

export const rolloutPreview = z.object({
  model: deployedModel,
  /** sha256 of the manifest that would be stored. */
  planDigest: sha256,
  devices: count,
  groups: z.array(z.object({ name: z.string(), devices: count, first: z.array(namedDevice).max(20) })),
  excluded: z.object({
    devices: count,
    byReason: z.array(
      z.object({ reason: incompatibility, devices: count, first: z.array(namedDevice).max(20) }),
    ),
  }),
  /** Bytes that would be sent in all, where no device has them yet. */
  bytes: count,
  /** What a person should know: the gate said no, a device works on another rollout. */
  warnings: z.array(z.object({ code: z.string(), message: z.string() })),
});
export type RolloutPreview = z.infer<typeof rolloutPreview>;

/** Who wanted it. */
export const rolloutCause = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('person') }),
  /** A stream's template, with its newest model. */
  z.strictObject({ kind: z.literal('template'), streamId: z.uuid() }),
  z.strictObject({ kind: z.literal('rollback') }),
]);
export type RolloutCause = z.infer<typeof rolloutCause>;

export const rolloutStatus = z.enum([
  'waiting-for-approval',
  'ready',
  'running',
  'paused',
  'finished',
  'stopped',
  'refused',
]);
export type RolloutStatus = z.infer<typeof rolloutStatus>;

export const groupStatus = z.enum(['waiting', 'running', 'passed', 'failed']);

/** Devices by how far they are. `waiting`: nothing was offered yet. */
export const rolloutCounts = z.object({
  devices: count,
  waiting: count,
  /** At work, by state. */
  offered: count,
  accepted: count,
  deferred: count,
  downloading: count,
  installing: count,
  soaking: count,
  cancelling: count,
  /** `confirmed`, `already-installed` and `compared`. */
  succeeded: count,
  /** `rolled-back`, `failed` and `timed-out`. */
  failed: count,
  /** `cancelled`, `superseded` and `decommissioned`. */
  other: count,
});
export type RolloutCounts = z.infer<typeof rolloutCounts>;

export const rolloutGroup = groupPolicy.extend({
  /** `tail`: devices that joined late, and those that are tried again. */
  kind: z.enum(['planned', 'tail']),
  status: groupStatus,
  counts: rolloutCounts,
});
export type RolloutGroup = z.infer<typeof rolloutGroup>;

export const rollout = z.object({
  id: z.string(),
  name: rolloutName,
  model: deployedModel,
  streamId: z.string().nullable(),
  mode: deploymentMode,
  status: rolloutStatus,
  /** Why it is paused: a person, a group's policy, or errors. */
  paused: z
    .object({ cause: z.enum(['person', 'group-passed', 'errors']), group: count.nullable() })
    .nullable(),
  cause: rolloutCause,
  target: rolloutTarget,
  groups: z.array(rolloutGroup),
  /** Every device once, by its newest try; groups count each try where it was. */
  counts: rolloutCounts,
  /** Devices that match and cannot take the model. */
  excluded: count,
  /** Failures by code, most first; of each device that of its newest try. */
  failures: z.array(z.object({ code: z.string(), devices: count })),
  /** Of a shadow: all devices together. */
  comparison: shadowComparison.nullable(),
  pacing,
  approval: z.boolean(),
  approvedBy: z.string().nullable(),
  startAt: timestamp.nullable(),
  joinUntil: timestamp.nullable(),
  windows: z.array(maintenanceWindow),
  confirmation,
  latencyBudgetMs: z.number().nullable(),
  shadowMinutes: z.number().nullable(),
  stepMinutes,
  force: z.string().nullable(),
  reason: z.string().nullable(),
  plannedAt: timestamp,
  plannedBy: z.string().nullable(),
  startedAt: timestamp.nullable(),
  endedAt: timestamp.nullable(),
  version: count,
});
export type Rollout = z.infer<typeof rollout>;
export const rolloutList = listOf(rollout);

export const rolloutReason = z.strictObject({ reason });
export const retryFailed = z.strictObject({
  /** All that failed when absent. */
  deviceIds: z.array(deviceId).min(1).max(1000).optional(),
});

/** `POST /rollouts/rollback`: an earlier model again, at once and without stages. */
export const rollBack = z.strictObject({
  target: rolloutTarget,
  /** The one before the device's current one when absent; then all devices must have had the same. */
  modelId: z.uuid().optional(),
  reason,
});
export type RollBack = z.infer<typeof rollBack>;
