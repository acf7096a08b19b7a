import { z } from 'zod';
import { defineEvents, event, type EventOf } from '../common';
import { groupFilter, groupName } from '../devices/groups';
import { deviceId } from '../devices/shapes';
import { blobReference, ratio, sha256 } from '../training/shapes';
import { deploymentCancelCause, type ClosedDeploymentStatus } from './deployments';
import { deploymentReport, deploymentStep } from './reports';
import { groupPolicy, pacing, rolloutTarget, rolloutTemplate } from './policies';
import { rolloutCause } from './rollouts';
import {
  count,
  deployedModel,
  deviceFailure,
  reason,
  rolloutName,
  runningModel,
  shadowComparison,
  stepMinutes,
} from './shapes';
import { deploymentWish } from './twin';

const group = count;
const wish = deploymentWish.omit({ model: true });

export const rolloutEvents = defineEvents('deployment', 'rollout', {
  RolloutPlanned: event(
    z.strictObject({
      name: rolloutName,
      model: deployedModel,
      streamId: z.uuid().optional(),
      /** What every device is told, beside the model. */
      wish,
      stepMinutes,
      target: rolloutTarget,
      /** Those that the target names, as they were when it was planned. */
      savedGroups: z
        .array(z.strictObject({ id: z.uuid(), name: groupName, filter: groupFilter }))
        .max(20)
        .optional(),
      groups: z.array(groupPolicy.extend({ devices: count })).min(1),
      pacing,
      approval: z.boolean(),
      startAt: z.iso.datetime().optional(),
      joinUntil: z.iso.datetime().optional(),
      /** Which device is in which group, and which cannot take it: a `RolloutManifest`. */
      manifest: blobReference,
      excluded: count,
      cause: rolloutCause,
      /** Why it goes out though its gate said no. */
      force: z.string().max(512).optional(),
      reason,
    }),
  ),
  RolloutApproved: event(z.strictObject({})),
  RolloutRefused: event(z.strictObject({ reason })),
  RolloutStarted: event(z.strictObject({})),
  /** The index after the planned groups' is the tail. */
  GroupStarted: event(z.strictObject({ group })),
  /** Devices of a group, by their place in it, have been decided to be offered the model. */
  WaveOffered: event(z.strictObject({ group, from: count, count: z.number().int().min(1).max(500) })),
  GroupPassed: event(z.strictObject({ group })),
  GroupFailed: event(z.strictObject({ group, failed: count })),
  RolloutPaused: event(
    z.strictObject({ cause: z.enum(['person', 'group-passed', 'errors']), group: group.optional() }),
  ),
  RolloutResumed: event(z.strictObject({})),
  /** No device is offered it any more; those at work are asked to stop. */
  RolloutStopped: event(z.strictObject({ reason })),
  /** Devices for the tail: they came to match, or failed and are tried again. */
  DevicesAdmitted: event(
    z.strictObject({
      kind: z.enum(['joined', 'retried']),
      devices: z
        .array(z.strictObject({ deviceId, attempt: z.number().int().min(1) }))
        .min(1)
        .max(500),
    }),
  ),
  RolloutFinished: event(z.strictObject({ succeeded: count, failed: count, other: count })),
});
export type RolloutEvent = EventOf<typeof rolloutEvents>;

/** Stands in each: what happens to a device, and within a rollout, is one story. */
const about = { deviceId, rolloutId: z.uuid(), group };
const judged = { results: count, meanScore: ratio.nullable() };

export const deploymentEvents = defineEvents('deployment', 'device-deployment', {
  DeploymentOffered: event(
    z.strictObject({
      ...about,
      attempt: z.number().int().min(1),
      /** Of the rollout. */
      plannedAt: z.iso.datetime(),
      /** Where the log says that it was planned: a later one goes before an earlier one, whatever arrives first. */
      plannedPosition: z.number().int().min(1).optional(),
      wish: deploymentWish,
      stepMinutes,
    }),
  ),
  DeploymentAccepted: event(z.strictObject(about)),
  DeploymentDeferred: event(z.strictObject({ ...about, until: z.iso.datetime() })),
  DeploymentDownloaded: event(
    z.strictObject({ ...about, bytes: count, seconds: z.number().min(0), resumes: count }),
  ),
  DeploymentVerified: event(z.strictObject({ ...about, keyId: sha256 })),
  DeploymentWarmedUp: event(
    z.strictObject({ ...about, latencyMs: z.number().min(0).nullable(), golden: z.boolean() }),
  ),
  DeploymentActivated: event(
    z.strictObject({
      ...about,
      model: deployedModel,
      previous: runningModel.nullable(),
      /** It runs beside the device's model and does not judge. */
      shadow: z.literal(true).optional(),
    }),
  ),
  DeploymentConfirmed: event(z.strictObject({ ...about, ...judged })),
  DeploymentCompared: event(z.strictObject({ ...about, comparison: shadowComparison })),
  DeploymentAlreadyInstalled: event(z.strictObject({ ...about, model: deployedModel })),
  DeploymentRolledBack: event(
    z.strictObject({ ...about, ...judged, failure: deviceFailure, restored: runningModel.nullable() }),
  ),
  DeploymentFailed: event(z.strictObject({ ...about, step: deploymentStep, failure: deviceFailure })),
  DeploymentTimedOut: event(z.strictObject({ ...about, step: deploymentStep })),
  DeploymentCancelRequested: event(
    z.strictObject({ ...about, cancel: z.number().int().min(1), cause: deploymentCancelCause }),
  ),
  DeploymentCancelRefused: event(z.strictObject({ ...about, reason: z.string().max(512) })),
  DeploymentCancelled: event(
    z.strictObject({ ...about, cause: deploymentCancelCause, running: runningModel.nullable().optional() }),
  ),
  DeploymentSuperseded: event(z.strictObject({ ...about, by: z.uuid() })),
  DeploymentDecommissioned: event(
    z.strictObject({ ...about, cause: z.enum(['device-suspended', 'device-retired']) }),
  ),
  /** What was confirmed judges again in place of another: the device went back to it by itself. */
  DeploymentRestored: event(
    z.strictObject({
      ...about,
      model: deployedModel,
      replaced: runningModel,
      /** By the device. */
      at: z.iso.datetime(),
    }),
  ),
  /** A device said more of a deployment that was closed already: for the record, the outcome stays. */
  DeploymentReportedLate: event(
    z.strictObject({
      ...about,
      report: deploymentReport,
      /** What judges by that, where nothing had said so before. */
      judges: deployedModel.optional(),
      /** It ran beside the device's model: what it says of that is nothing new. */
      shadow: z.literal(true).optional(),
    }),
  ),
});
export type DeploymentEvent = EventOf<typeof deploymentEvents>;

/** Events that close a deployment, and as what. */
export const deploymentEnds = {
  DeploymentConfirmed: 'confirmed',
  DeploymentCompared: 'compared',
  DeploymentAlreadyInstalled: 'already-installed',
  DeploymentRolledBack: 'rolled-back',
  DeploymentFailed: 'failed',
  DeploymentTimedOut: 'timed-out',
  DeploymentCancelled: 'cancelled',
  DeploymentSuperseded: 'superseded',
  DeploymentDecommissioned: 'decommissioned',
} as const satisfies Partial<Record<DeploymentEvent['type'], ClosedDeploymentStatus>>;
/** A deployment's last word. */
export type DeploymentEnd = Extract<DeploymentEvent, { type: keyof typeof deploymentEnds }>;
export const deploymentEndTypes = Object.keys(deploymentEnds) as readonly DeploymentEnd['type'][];

/** Its id is the stream's. */
export const rolloutTemplateEvents = defineEvents('deployment', 'rollout-template', {
  TemplateSet: event(z.strictObject({ template: rolloutTemplate })),
  TemplateRemoved: event(z.strictObject({})),
});
export type RolloutTemplateEvent = EventOf<typeof rolloutTemplateEvents>;

/** Its id is the model's: a model goes out by itself once, or does not. */
export const automaticRolloutEvents = defineEvents('deployment', 'automatic-rollout', {
  AutomaticRolloutRefused: event(
    z.strictObject({
      streamId: z.uuid(),
      model: z.strictObject({ name: z.string().max(64), version: z.string().max(64) }),
      /** Of the refusal of its plan, and what that says. */
      code: z.string().max(64),
      message: z.string().max(512),
    }),
  ),
});
export type AutomaticRolloutEvent = EventOf<typeof automaticRolloutEvents>;
