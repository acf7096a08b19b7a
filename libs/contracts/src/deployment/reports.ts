import { z } from 'zod';
import { sha256 } from '../training/shapes';
import { count, deviceFailure, runningModel, shadowComparison } from './shapes';
import { ratio } from '../training/shapes';

export const deploymentStep = z.enum(['accept', 'download', 'install', 'activate', 'confirm']);
export type DeploymentStep = z.infer<typeof deploymentStep>;

const judged = { results: count, meanScore: ratio.nullable() };

/** What a device says of a deployment that it was offered. Reports come late, twice and in any order. */
export const deploymentReport = z.discriminatedUnion('state', [
  z.strictObject({ state: z.literal('accepted') }),
  /** It has the model and waits for its window. */
  z.strictObject({ state: z.literal('deferred'), until: z.iso.datetime() }),
  z.strictObject({ state: z.literal('downloading'), bytes: count, total: count }),
  /** `resumes`: how often it had to begin again in the middle. */
  z.strictObject({
    state: z.literal('downloaded'),
    bytes: count,
    seconds: z.number().min(0),
    resumes: count,
  }),
  /** Digest and signature hold; `keyId`: sha256 of the key that signed it. */
  z.strictObject({ state: z.literal('verified'), keyId: sha256 }),
  /** It loads, answers its golden inputs as it should (null: it brings none), and is fast enough. */
  z.strictObject({
    state: z.literal('warmed-up'),
    latencyMs: z.number().min(0).nullable(),
    golden: z.boolean(),
  }),
  /** It judges; `previous` stays at hand. */
  z.strictObject({ state: z.literal('activated'), previous: runningModel.nullable() }),
  z.strictObject({ state: z.literal('soaking'), ...judged }),
  z.strictObject({ state: z.literal('confirmed'), ...judged }),
  /** `restored`: what judges again. */
  z.strictObject({
    state: z.literal('rolled-back'),
    failure: deviceFailure,
    restored: runningModel.nullable(),
    ...judged,
  }),
  z.strictObject({ state: z.literal('failed'), step: deploymentStep, failure: deviceFailure }),
  /** It was told to, or its twin names another wish; `running`: what judges now. */
  z.strictObject({ state: z.literal('cancelled'), running: runningModel.nullable() }),
  z.strictObject({
    state: z.literal('cancel-refused'),
    /** The request that this answers. */
    cancel: z.number().int().min(1),
    reason: z.string().max(512),
  }),
  /** The very artifact judges already. */
  z.strictObject({ state: z.literal('already-installed') }),
  /** What this deployment brought, and what was confirmed then, judges again in place of another, by the device's own hand. */
  z.strictObject({ state: z.literal('restored'), replaced: runningModel, at: z.iso.datetime() }),
  z.strictObject({ state: z.literal('compared'), comparison: shadowComparison }),
]);
export type DeploymentReport = z.infer<typeof deploymentReport>;
