import type { BlobStore } from '@tutti/blob-store';
import { deploymentErrors } from '@tutti/contracts/deployment';
import type { Aggregates } from '@tutti/event-store';
import { DomainError } from '@tutti/kernel';
import type { EffectContext } from '@tutti/runtime';
import { deploymentId } from '../device-deployment/deployment-id';
import { deviceDeploymentDecider } from '../device-deployment/device-deployment.decider';
import { inPortions } from './in-portions';
import { readManifest } from './plan/manifest';
import { known } from './rollout-refusal.decider';
import { rolloutDecider } from './rollout.decider';
import type { RolloutEffect } from './rollout.process';
import type { Admitted, KnownRollout } from './rollout.state';

type OfferEffect = Extract<RolloutEffect, { type: 'OfferDeployments' }>;

export interface OfferParts {
  readonly aggregates: Aggregates;
  readonly blobs: BlobStore;
}

const isThere = (error: unknown): boolean =>
  error instanceof DomainError && error.code === deploymentErrors['deployment.already-offered'].code;

/** The devices of a wave, by their places in their group. */
const devicesOf = async (
  { planned, admitted }: KnownRollout,
  { group, from, count }: OfferEffect,
  blobs: BlobStore,
): Promise<readonly Admitted[]> => {
  if (group >= planned.groups.length) return admitted.slice(from, from + count);
  const { groups } = await readManifest(blobs, planned.manifest);
  const deviceIds = groups[group]?.deviceIds ?? [];
  return deviceIds.slice(from, from + count).map((deviceId): Admitted => [deviceId, 1]);
};

/** Offers the model to every device of a wave; a device that was offered it before is let be. */
export const offerDeployments =
  ({ aggregates, blobs }: OfferParts) =>
  async (effect: OfferEffect, { id: commandId, metadata, signal }: EffectContext): Promise<void> => {
    const { rolloutId, group, plannedAt, plannedPosition } = effect;
    const rollout = known((await aggregates.load(rolloutDecider, rolloutId)).state);
    // Stopped meanwhile, and what was offered is about to be cancelled: no device need hear of both.
    if (rollout.status === 'stopped') return;
    const { wish, model, stepMinutes } = rollout.planned;
    const offer = async ([deviceId, attempt]: Admitted): Promise<void> => {
      const about = { deviceId, rolloutId, group, attempt, plannedAt, plannedPosition };
      const command = {
        type: 'OfferDeployment',
        offer: { ...about, wish: { ...wish, model }, stepMinutes },
      } as const;
      const id = deploymentId(rolloutId, deviceId, attempt);
      await aggregates
        .handle(deviceDeploymentDecider, id, command, { commandId, metadata, isNew: true })
        .catch((error: unknown) => {
          if (!isThere(error)) throw error;
        });
    };
    await inPortions(await devicesOf(rollout, effect, blobs), signal, offer);
  };
