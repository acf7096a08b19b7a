import { z } from 'zod';
import { confirmation, deployedModel, deploymentMode, latencyBudgetMs, maintenanceWindow } from './shapes';

/** What a device is to run, and how it is to get there. */
export const deploymentWish = z.strictObject({
  model: deployedModel,
  mode: deploymentMode,
  confirmation,
  windows: z.array(maintenanceWindow).max(8),
  latencyBudgetMs: latencyBudgetMs.optional(),
  /** Of a shadow: how long it runs beside. */
  shadowMinutes: z.number().int().min(1).max(10_080).optional(),
  /** Seconds that the device waits before it begins to download: a random time up to this. */
  jitterSeconds: z.number().int().min(0).max(3600),
});
export type DeploymentWish = z.infer<typeof deploymentWish>;

/** In the twin. */
export const twinWish = deploymentWish.extend({
  deploymentId: z.uuid(),
  /** It was confirmed: a device that has it does nothing. */
  settled: z.boolean(),
  /** Number of the request to stop, when there is one: the device answers each once. */
  cancel: z.number().int().min(1).optional(),
});
export type TwinWish = z.infer<typeof twinWish>;

/**
 * Twin key `<deviceId>.models`: the newest wish. A device that works on another deployment gives that up. Null: nothing
 * is wished any more, the device keeps what it confirmed.
 */
export const twinModels = z.object({
  /** Of the log that `position` belongs to. */
  incarnation: z.string(),
  /** Of the event that led to this. A key never goes back. */
  position: z.number().int(),
  wish: twinWish.nullable(),
});
export type TwinModels = Readonly<z.infer<typeof twinModels>>;

/** `POST /api/v1/deployments/{id}/artifact`, of the device: where its bytes are, for a while. */
export const artifactAccess = z.object({
  /** Of the model's bytes; takes `Range`. */
  artifactPath: z.string(),
  /** Of its signature, a Sigstore bundle. */
  bundlePath: z.string(),
  /** Bearer of both requests. */
  ticket: z.string(),
  expiresAt: z.iso.datetime(),
});
export type ArtifactAccess = z.infer<typeof artifactAccess>;
