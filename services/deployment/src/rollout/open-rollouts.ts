import { ProcessRunner } from '@tutti/runtime';
import { BlobSweep } from '@tutti/service-kit';
import type { openDeployments } from '../device-deployment/open-deployments';
import type { Doors } from '../open-doors';
import type { Foundation } from '../open-deployment';
import { processGround } from '../process-ground';
import { ExcludedDevices } from './excluded-devices';
import { LateJoiners } from './late-joiners';
import { blobNamespace } from './plan/manifest';
import type { RolloutPlans } from './plan/rollout-plans';
import { rolloutEffects } from './rollout-effects';
import { rolloutProcess } from './rollout.process';
import { manifestReferences, RolloutView } from './rollout.view';
import { Rollouts } from './rollouts';

export interface RolloutsOptions {
  readonly plans: RolloutPlans;
  readonly deployments: ReturnType<typeof openDeployments>;
}

/** What controllers call. */
export const openRollouts = (base: Foundation, { plans, deployments }: RolloutsOptions) => ({
  commands: new Rollouts({ ...base, plans, deployments: deployments.view }),
  view: new RolloutView({ ...base, deployments: deployments.view }),
  excluded: new ExcludedDevices({ ...base, names: deployments.names }),
});

export const openRolloutProcess = (base: Foundation, { deployments }: Doors) =>
  new ProcessRunner({
    ...processGround(base),
    process: rolloutProcess,
    handlers: rolloutEffects({ ...base, deployments: deployments.view }),
  });

/** What one replica does for all. */
export const openRolloutWork = (base: Foundation, { plans, rollouts }: Doors) => [
  new LateJoiners({ ...base, plans, rollouts: rollouts.view }),
  new BlobSweep({
    ...base,
    namespace: blobNamespace,
    subjects: ['evt.deployment.rollout.*'],
    readers: [base.projections.rollouts],
    references: [manifestReferences(base.database)],
  }),
];
