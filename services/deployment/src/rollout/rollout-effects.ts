import { DomainError } from '@tutti/kernel';
import type { EffectHandlers } from '@tutti/runtime';
import type { EventLog } from '@tutti/event-store';
import { deviceDeploymentDecider } from '../device-deployment/device-deployment.decider';
import type { DeploymentView } from '../device-deployment/deployment.view';
import { inPortions } from './in-portions';
import { offerDeployments, type OfferParts } from './offer-deployments';
import { rolloutDecider } from './rollout.decider';
import { rolloutProcess, type RolloutEffect } from './rollout.process';

export interface RolloutEffectsOptions extends OfferParts {
  readonly log: EventLog;
  readonly deployments: Pick<DeploymentView, 'openOf'>;
}

/** A log or a store that is away for a while holds a rollout up; nobody need tell it to go on. */
const neverPark = true;

/** It was paused, stopped or has gone on since: the process hears of that by itself. */
const isPast = (error: unknown): boolean => error instanceof DomainError && error.kind === 'illegal-state';

/** What the process of rollouts asks for, done. */
export const rolloutEffects = (options: RolloutEffectsOptions): EffectHandlers<RolloutEffect> => {
  const { aggregates, deployments, log } = options;
  return {
    TellRollout: {
      neverPark,
      handle: async ({ rolloutId, command }, { id: commandId, metadata }) => {
        try {
          await aggregates.handle(rolloutDecider, rolloutId, command, { commandId, metadata });
        } catch (error) {
          if (!isPast(error)) throw error;
        }
      },
    },
    OfferDeployments: { neverPark, handle: offerDeployments(options) },
    CancelDeployments: {
      neverPark,
      handle: async ({ rolloutId }, { id: commandId, metadata, signal }) => {
        const open = await deployments.openOf(rolloutId, await log.lastPosition(rolloutProcess.subjects));
        const cancel = { type: 'CancelDeployment', cause: 'rollout-stopped', force: false } as const;
        await inPortions(open, signal, (id) =>
          aggregates.handle(deviceDeploymentDecider, id, cancel, { commandId, metadata }),
        );
      },
    },
  };
};
