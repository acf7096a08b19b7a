import { z } from 'zod';
import { blobReference, ratio, sha256, trainingTask } from '../training/shapes';
import { timeZone } from '../training/triggers';

export const count = z.number().int().min(0);
export const reason = z.string().trim().max(512).optional();
export const rolloutName = z.string().trim().min(1).max(64);

/** What a device is sent: everything about a model that it must know before it has its bytes. */
export const deployedModel = z.strictObject({
  modelId: z.uuid(),
  name: z.string().max(64),
  version: z.string().max(32),
  task: trainingTask,
  artifact: blobReference,
});
export type DeployedModel = z.infer<typeof deployedModel>;

/** `replace`: takes the place of the device's model. `shadow`: runs beside it on the same frames, to be compared. */
export const deploymentMode = z.enum(['replace', 'shadow']);
export type DeploymentMode = z.infer<typeof deploymentMode>;

const clockTime = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must look like 02:00');
export const weekday = z.enum(['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun']);

/** When a device may change its model; it downloads before. Over midnight when `to` is before `from`. */
export const maintenanceWindow = z.strictObject({
  /** Days on which it opens; every day when absent. */
  days: z.array(weekday).min(1).max(7).optional(),
  from: clockTime,
  to: clockTime,
  timeZone,
});
export type MaintenanceWindow = z.infer<typeof maintenanceWindow>;

/**
 * When a new model is there to stay: after `results` with a mean score of at least `floor`, or after `minutes` with
 * what was seen until then. A picture that it fails on counts as a result of score 0.
 */
export const confirmation = z.strictObject({
  results: z.number().int().min(1).max(100_000),
  minutes: z.number().int().min(1).max(10_080),
  floor: ratio.optional(),
  /** What happens when there was no result at all. */
  whenSilent: z.enum(['confirm', 'roll-back']),
});
export type Confirmation = z.infer<typeof confirmation>;

/** Milliseconds that one picture may take at warm-up (median), the budget of the place. No budget when absent. */
export const latencyBudgetMs = z.number().int().min(1).max(600_000);

/** Minutes that a device may take for a step before the deployment is closed as timed out. */
export const stepMinutes = z.strictObject({
  /** From the offer until the device says anything: it may be switched off. */
  accept: z.number().int().min(1).max(43_200),
  download: z.number().int().min(1).max(43_200),
  /** Verification and warm-up. */
  install: z.number().int().min(1).max(1440),
  /** From warm-up, or from the window's opening, until it is active. */
  activate: z.number().int().min(1).max(1440),
});
export type StepMinutes = z.infer<typeof stepMinutes>;
export const usualStepMinutes: StepMinutes = { accept: 1440, download: 120, install: 30, activate: 60 };
/** Beyond the minutes of the confirmation, or of the shadow: the device's word takes its time. */
export const graceMinutes = 10;

export const deviceFailure = z.strictObject({
  /** A stable code for programs (`artifact.gone`, `disk.full`, `score.low`), a message for people. */
  code: z.string().regex(/^[a-z0-9.-]{1,64}$/),
  message: z.string().max(512),
});
export type DeviceFailure = z.infer<typeof deviceFailure>;

/** A model by what a device knows of it: one that it was given by hand has no id. */
export const runningModel = z.strictObject({
  name: z.string().max(128),
  version: z.string().max(64),
  digest: sha256,
});
export type RunningModel = z.infer<typeof runningModel>;

/** How two models did on the same frames. */
export const shadowComparison = z.strictObject({
  frames: count,
  /** Share of frames where both decided the same. */
  agreement: ratio.nullable(),
  current: z.strictObject({ meanScore: ratio.nullable(), latencyMs: z.number().min(0).nullable() }),
  candidate: z.strictObject({
    meanScore: ratio.nullable(),
    latencyMs: z.number().min(0).nullable(),
    failures: count,
  }),
  /** Where the frames' truth is known. */
  truth: z.strictObject({ frames: count, current: ratio, candidate: ratio }).optional(),
});
export type ShadowComparison = z.infer<typeof shadowComparison>;
