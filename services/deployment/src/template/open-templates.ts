import { ProcessRunner } from '@tutti/runtime';
import type { Foundation } from '../open-deployment';
import { processGround } from '../process-ground';
import type { RolloutPlans } from '../rollout/plan/rollout-plans';
import { automaticRolloutProcess } from './automatic-rollout.process';
import { ModelRoller } from './roll-out-model';

/** Models that go out by themselves. */
export const openAutomaticRollouts = (base: Foundation, plans: RolloutPlans) =>
  new ProcessRunner({
    ...processGround(base),
    process: automaticRolloutProcess,
    // A model that cannot go out is for the log, and what is away comes back.
    handlers: { RollOutModel: { handle: new ModelRoller({ ...base, plans }).handle, neverPark: true } },
  });
