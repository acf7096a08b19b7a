import { z } from 'zod';
import { timestamp } from '../common';
import { deviceId } from '../devices/shapes';
import { targetFields } from '../training/streams';
import {
  confirmation,
  count,
  deploymentMode,
  latencyBudgetMs,
  maintenanceWindow,
  stepMinutes,
  type Confirmation,
} from './shapes';

/** What a filter of a rollout's devices may name. `model`, `modelVersion`: of what judges there; `group`: a saved one. */
export const rolloutTargetFields = [
  ...targetFields,
  'agentVersion',
  'runtime',
  'model',
  'modelVersion',
  'group',
] as const;

/** Devices of a rollout: those that match a filter (RSQL), of a saved group, or named one by one. */
export const rolloutTarget = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('filter'), filter: z.string().trim().min(1).max(2000) }),
  z.strictObject({ kind: z.literal('group'), groupId: z.uuid() }),
  z.strictObject({ kind: z.literal('devices'), deviceIds: z.array(deviceId).min(1).max(1000) }),
]);
export type RolloutTarget = z.infer<typeof rolloutTarget>;

const percent = z.number().gt(0).max(100);

/** How many of the devices that no earlier group took; the last group takes all that are left. */
export const groupSize = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('percent'), percent }),
  z.strictObject({ kind: z.literal('count'), count: z.number().int().min(1).max(100_000) }),
  z.strictObject({ kind: z.literal('filter'), filter: z.string().trim().min(1).max(2000) }),
]);
export type GroupSize = z.infer<typeof groupSize>;

/** At which share, or number, of a group's devices that failed, timed out or rolled back the rollout stops for a person. */
export const errorThreshold = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('percent'), percent }),
  z.strictObject({ kind: z.literal('count'), count: z.number().int().min(1).max(100_000) }),
]);
export type ErrorThreshold = z.infer<typeof errorThreshold>;

export const groupPolicy = z.strictObject({
  name: z.string().trim().min(1).max(64),
  /** Percent of the group's devices that must have the model before `onSuccess`. */
  successPercent: percent,
  onSuccess: z.enum(['next-group', 'pause']),
  error: errorThreshold,
});
export type GroupPolicy = z.infer<typeof groupPolicy>;

export const pacing = z.strictObject({
  /** Offers in a minute. */
  perMinute: z.number().int().min(1).max(100_000),
  /** After every `afterSucceeded` devices that have it, the rate is multiplied, up to `most` a minute. */
  increase: z
    .strictObject({
      factor: z.number().gt(1).max(10),
      afterSucceeded: z.number().int().min(1).max(100_000),
      most: z.number().int().min(1).max(100_000),
    })
    .optional(),
  /** Devices at work at a time. */
  mostInFlight: z.number().int().min(1).max(100_000),
  jitterSeconds: z.number().int().min(0).max(3600),
});
export type Pacing = z.infer<typeof pacing>;

/** How a rollout goes about it, whatever its model: what a template holds, too. */
export const rolloutPolicy = {
  mode: deploymentMode,
  groups: z
    .array(groupPolicy.extend({ size: groupSize }))
    .min(1)
    .max(100),
  pacing,
  /** Somebody else than who planned it must agree. */
  approval: z.boolean(),
  windows: z.array(maintenanceWindow).max(8),
  confirmation,
  latencyBudgetMs: latencyBudgetMs.optional(),
  shadowMinutes: z.number().int().min(1).max(10_080).optional(),
  stepMinutes,
};

/** `PUT /rollout-templates/{streamId}`: how a stream's models go out by themselves once their gate says yes. */
export const rolloutTemplate = z.strictObject({
  active: z.boolean(),
  target: rolloutTarget,
  ...rolloutPolicy,
  joinHours: z.number().int().min(1).max(2160).optional(),
});
export type RolloutTemplate = z.infer<typeof rolloutTemplate>;
export const storedTemplate = z.object({
  streamId: z.string(),
  template: rolloutTemplate,
  changedAt: timestamp,
  changedBy: z.string().nullable(),
  version: count,
});
export type StoredTemplate = z.infer<typeof storedTemplate>;

export const usualPacing: Pacing = { perMinute: 100, mostInFlight: 50, jitterSeconds: 0 };
/** A group passes or fails once all of its devices are through, and stops the rollout as soon as it must fail. */
export const usualGroup: GroupPolicy = {
  name: 'All devices',
  successPercent: 80,
  onSuccess: 'next-group',
  error: { kind: 'percent', percent: 20 },
};
/** Without a floor: that is the stream's warning score. */
export const usualConfirmation: Confirmation = { results: 20, minutes: 30, whenSilent: 'confirm' };
/** How long a shadow runs beside. */
export const usualShadowMinutes = 60;
