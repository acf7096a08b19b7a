import { z } from 'zod';
import { listOf, timestamp } from '../common';
import { ratio } from '../training/shapes';
import { deploymentReport, deploymentStep } from './reports';
import {
  count,
  deployedModel,
  deploymentMode,
  deviceFailure,
  runningModel,
  shadowComparison,
} from './shapes';

/** `cancelling`: the device was asked to stop; `before` is where it returns to when it refuses. */
export const openDeploymentStatus = z.enum([
  'offered',
  'accepted',
  'deferred',
  'downloaded',
  'verified',
  'warmed-up',
  'active',
  'cancelling',
]);
export const closedDeploymentStatus = z.enum([
  'confirmed',
  'already-installed',
  'compared',
  'rolled-back',
  'failed',
  'timed-out',
  'cancelled',
  'superseded',
  'decommissioned',
]);
export const deploymentStatus = z.enum([...openDeploymentStatus.options, ...closedDeploymentStatus.options]);
export type DeploymentStatus = z.infer<typeof deploymentStatus>;
export type ClosedDeploymentStatus = z.infer<typeof closedDeploymentStatus>;

/** How a closed deployment counts in its rollout. */
export const outcomeOf: Readonly<Record<ClosedDeploymentStatus, 'succeeded' | 'failed' | 'other'>> = {
  confirmed: 'succeeded',
  'already-installed': 'succeeded',
  compared: 'succeeded',
  'rolled-back': 'failed',
  failed: 'failed',
  'timed-out': 'failed',
  cancelled: 'other',
  superseded: 'other',
  decommissioned: 'other',
};

export const deploymentCancelCause = z.enum(['user', 'forced', 'rollout-stopped', 'device', 'unanswered']);

/** One model on its way to one device. */
export const deployment = z.object({
  id: z.string(),
  rolloutId: z.string(),
  rolloutName: z.string(),
  deviceId: z.string(),
  deviceName: z.string(),
  group: count,
  /** From 1; a device that failed may be tried again. */
  attempt: z.number().int(),
  model: deployedModel,
  mode: deploymentMode,
  status: deploymentStatus,
  /** Where it stands while it is open, and until when the device must have moved on. */
  step: deploymentStep.nullable(),
  deadline: timestamp.nullable(),
  /** Bytes fetched, or results seen, while that goes on. */
  progress: z
    .discriminatedUnion('kind', [
      z.object({ kind: z.literal('download'), bytes: count, total: count }),
      z.object({ kind: z.literal('soak'), results: count, meanScore: ratio.nullable() }),
    ])
    .nullable(),
  /** When it opens, of a device that waits for its window. */
  deferredUntil: timestamp.nullable(),
  failure: deviceFailure.nullable(),
  cancelCause: deploymentCancelCause.nullable(),
  /** Why the device went on when it was asked to stop. */
  cancelRefusal: z.string().nullable(),
  results: count.nullable(),
  meanScore: ratio.nullable(),
  comparison: shadowComparison.nullable(),
  /** What the device said after it was closed. It changes nothing here, it may have changed the device. */
  late: deploymentReport.nullable(),
  offeredAt: timestamp,
  changedAt: timestamp,
  endedAt: timestamp.nullable(),
  version: count,
});
export type Deployment = z.infer<typeof deployment>;
export const deploymentList = listOf(deployment);

/** One step of a deployment, of its events, oldest first. */
export const deploymentMoment = z.object({
  status: z.string(),
  at: timestamp,
  /** Seconds since the step before. */
  seconds: z.number(),
  detail: z.string().nullable(),
});
export const deploymentTimeline = z.object({ items: z.array(deploymentMoment) });
export type DeploymentTimeline = z.infer<typeof deploymentTimeline>;

export const cancelDeployment = z.strictObject({
  /** Closes it without waiting for the device's word. */
  force: z.boolean().optional(),
});

/** What judged on a device from a time on, as deployments tell it. Null: what it had before, or nothing. */
export const installation = z.object({
  deviceId: z.string(),
  deviceName: z.string(),
  model: runningModel.nullable(),
  modelId: z.string().nullable(),
  deploymentId: z.string(),
  /** `restored`: the newer one was rolled back. */
  how: z.enum(['activated', 'restored']),
  confirmed: z.boolean(),
  since: timestamp,
  /** Null: it still does. */
  until: timestamp.nullable(),
});
export type Installation = z.infer<typeof installation>;
export const installationList = listOf(installation);
