import type { PlanRollout, RollBack } from '@tutti/contracts/deployment';
import {
  subjectOf,
  type Aggregates,
  type EventLog,
  type Handled,
  type HandleOptions,
} from '@tutti/event-store';
import { portions } from '@tutti/kernel';
import type { DeploymentView } from '../device-deployment/deployment.view';
import { assertRoom, mostAtOnce, type AdmitDevices } from './admit.decider';
import type { RolloutPlans } from './plan/rollout-plans';
import { known } from './rollout-refusal.decider';
import { rolloutDecider, type RolloutCommand } from './rollout.decider';
import type { RolloutPlannedData, RolloutState } from './rollout.state';

export interface RolloutsParts {
  readonly aggregates: Aggregates;
  readonly log: EventLog;
  readonly plans: Pick<RolloutPlans, 'plan' | 'rollBack'>;
  readonly deployments: Pick<DeploymentView, 'failedOf'>;
}

const retried = (devices: readonly AdmitDevices['devices'][number][]): AdmitDevices => ({
  type: 'AdmitDevices',
  kind: 'retried',
  devices: [...devices],
});

/** Of a request that is done in several commands. The fingerprint stays behind the colon. */
const portionOptions = ({ commandId, ...options }: HandleOptions, n: number): HandleOptions => {
  if (commandId === undefined) return options;
  const [id = '', ...fingerprint] = commandId.split(':');
  return { ...options, commandId: [`${id}/${n}`, ...fingerprint].join(':') };
};

type Changed = Promise<Handled<RolloutState>>;

/** Commands of people to rollouts. */
export class Rollouts {
  constructor(private readonly parts: RolloutsParts) {}

  /** Throws whatever is wrong with the plan. */
  plan(id: string, body: PlanRollout, options: HandleOptions): Changed {
    return this.#plan(id, options, async () => ({
      planned: await this.parts.plans.plan(body, { kind: 'person' }),
    }));
  }

  /** An earlier model again, at once. */
  rollBack(id: string, body: RollBack, options: HandleOptions): Changed {
    const { plans } = this.parts;
    const { reason } = body;
    return this.#plan(id, options, async () => {
      const planned = await plans.plan(await plans.rollBack(body), { kind: 'rollback' });
      return { planned: reason === undefined ? planned : { ...planned, reason }, start: true };
    });
  }

  async approve(id: string, by: string, options: HandleOptions): Changed {
    return this.tell(id, { type: 'ApproveRollout', by, plannedBy: await this.#plannedBy(id) }, options);
  }

  tell(id: string, command: RolloutCommand, options: HandleOptions): Changed {
    return this.parts.aggregates.handle(rolloutDecider, id, command, options);
  }

  /** Those that failed, or some of them, once more: at the end, behind the last group. */
  async retry(id: string, deviceIds: readonly string[] | undefined, options: HandleOptions): Changed {
    const { aggregates, log, deployments } = this.parts;
    const rollout = known((await aggregates.load(rolloutDecider, id)).state);
    const failed = await deployments.failedOf(
      id,
      await log.lastPosition(['evt.deployment.device-deployment.*']),
    );
    const wanted = deviceIds && new Set(deviceIds);
    const devices = failed
      .filter(({ deviceId }) => !wanted || wanted.has(deviceId))
      .map(({ deviceId, attempt }) => ({ deviceId, attempt: attempt + 1 }));
    assertRoom(rollout, devices);
    const all = [...portions(devices, mostAtOnce)];
    // The request's own id is that of the last: where it is known, all before it were admitted, too.
    const last = all.pop() ?? [];
    for (const [n, some] of all.entries()) await this.tell(id, retried(some), portionOptions(options, n));
    return this.tell(id, retried(last), options);
  }

  /** A request that is repeated finds its rollout, whatever has become of the fleet since. */
  async #plan(
    id: string,
    options: HandleOptions,
    prepare: () => Promise<{ readonly planned: RolloutPlannedData; readonly start?: boolean }>,
  ): Changed {
    const { state } = await this.parts.aggregates.load(rolloutDecider, id);
    const content = state.status === 'initial' ? await prepare() : { planned: state.planned };
    return this.tell(id, { type: 'PlanRollout', ...content }, options);
  }

  /** As the log says. */
  async #plannedBy(id: string): Promise<string | null> {
    const subject = subjectOf(rolloutDecider.context, rolloutDecider.aggregate, id);
    const [first] = await this.parts.log.page({ subjects: [subject], after: 0, limit: 1 });
    return first?.events[0]?.metadata.authId ?? null;
  }
}
