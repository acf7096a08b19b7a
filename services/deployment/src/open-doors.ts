import { openDeployments } from './device-deployment/open-deployments';
import { DeviceModels } from './fleet/device-models';
import type { Foundation } from './open-deployment';
import { openRollouts } from './rollout/open-rollouts';
import { RolloutPlans } from './rollout/plan/rollout-plans';
import { RolloutTemplateView } from './template/rollout-template.view';
import { RolloutTemplates } from './template/rollout-templates';

/** Injection token of the `Doors`. */
export const DOORS = Symbol('deployment.DOORS');

/** Everything that controllers call. */
export const openDoors = (base: Foundation) => {
  const { aggregates, blobs, clock, database, log, projections } = base;
  const deployments = openDeployments(base);
  const plans = new RolloutPlans({ ...base, deviceModels: new DeviceModels(base) });
  return {
    aggregates,
    blobs,
    clock,
    database,
    log,
    deployments,
    plans,
    rollouts: openRollouts(base, { plans, deployments }),
    templates: new RolloutTemplates(base),
    templateView: new RolloutTemplateView(database, projections),
  };
};

export type Doors = ReturnType<typeof openDoors>;
