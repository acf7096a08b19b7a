import type { BlobStore } from '@tutti/blob-store';
import { deploymentErrors } from '@tutti/contracts/deployment';
import type { Aggregates, EventLog } from '@tutti/event-store';
import { DomainError, portions, type Clock } from '@tutti/kernel';
import { workInRounds, type LedWork, type Logger, type Term } from '@tutti/runtime';
import { fleetSubjects } from '../fleet/target-devices';
import { mostAtOnce } from './admit.decider';
import { readManifest } from './plan/manifest';
import type { RolloutPlans } from './plan/rollout-plans';
import { rolloutDecider } from './rollout.decider';
import type { RolloutView } from './rollout.view';
import type { KnownRollout } from './rollout.state';

export interface LateJoinersParts {
  readonly aggregates: Aggregates;
  readonly blobs: BlobStore;
  readonly clock: Clock;
  readonly log: Pick<EventLog, 'lastPosition'>;
  readonly logger: Logger;
  readonly plans: Pick<RolloutPlans, 'members'>;
  readonly rollouts: Pick<RolloutView, 'joinable'>;
}

const everyMs = 5000;
/** What devices say of themselves (agent, memory, disk) moves no log. */
const anywayMs = 60_000;
const metadata = { authId: 'process:late-joiners' };

/** Devices that come to match a rollout's target while it runs are admitted to its tail. */
export class LateJoiners implements LedWork {
  readonly name = 'late-joiners';
  /** Of each rollout as of when all were admitted. */
  #seen = new Map<string, { readonly position: number; readonly at: number }>();
  readonly #full = new Set<string>();

  constructor(private readonly parts: LateJoinersParts) {}

  lead(term: Term): Promise<void> {
    const { logger } = this.parts;
    const trouble = 'Late joiners could not be looked for; trying on';
    return workInRounds(term, { everyMs, logger, trouble }, (signal) => this.pass(signal));
  }

  follow(): Promise<void> {
    return Promise.resolve();
  }

  async pass(signal: AbortSignal): Promise<void> {
    const { rollouts, clock, log } = this.parts;
    const now = clock.now();
    const joinable = (await rollouts.joinable(now)).filter((id) => !this.#full.has(id));
    if (joinable.length === 0) return;
    const as = { position: await log.lastPosition(fleetSubjects), at: now.getTime() };
    this.#seen = new Map([...this.#seen].filter(([id]) => joinable.includes(id)));
    for (const id of joinable) {
      signal.throwIfAborted();
      const seen = this.#seen.get(id);
      if (seen?.position === as.position && as.at - seen.at < anywayMs) continue;
      try {
        if (await this.#admit(id)) this.#seen.set(id, as);
      } catch (error) {
        this.#passOver(id, error);
      }
    }
  }

  /** Whether it runs. */
  async #admit(id: string): Promise<boolean> {
    const { aggregates, plans } = this.parts;
    const { state } = await aggregates.load(rolloutDecider, id);
    if (state.status !== 'running') return false;
    const inPlan = await this.#inPlan(state);
    const members = await plans.members(state.planned);
    const joined = members.filter((deviceId) => !inPlan.has(deviceId));
    for (const some of portions(joined, mostAtOnce)) {
      const devices = some.map((deviceId) => ({ deviceId, attempt: 1 }));
      await aggregates.handle(
        rolloutDecider,
        id,
        { type: 'AdmitDevices', kind: 'joined', devices },
        { metadata },
      );
    }
    return true;
  }

  async #inPlan({ planned, admitted }: KnownRollout): Promise<ReadonlySet<string>> {
    const { groups } = await readManifest(this.parts.blobs, planned.manifest);
    return new Set([
      ...groups.flatMap(({ deviceIds }) => deviceIds),
      ...admitted.map(([deviceId]) => deviceId),
    ]);
  }

  /** It has ended, is full, or its plan cannot be read: the others have theirs all the same. */
  #passOver(rolloutId: string, error: unknown): void {
    if (error instanceof DomainError && error.kind === 'illegal-state') return;
    if (error instanceof DomainError && error.code === deploymentErrors['rollout.too-many-joined'].code)
      this.#full.add(rolloutId);
    this.parts.logger.warn({ rolloutId, err: error }, 'Devices could not join a rollout');
  }
}
