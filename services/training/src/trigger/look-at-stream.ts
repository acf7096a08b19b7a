import type { RunCause, Stream, Trigger } from '@tutti/contracts/training';
import { transaction, upsertMany } from '@tutti/database';
import type { Aggregates, EventLog, HandleOptions } from '@tutti/event-store';
import { DomainError, isSame, type Clock } from '@tutti/kernel';
import { liveRows, type EffectContext } from '@tutti/runtime';
import { aggregateIdFrom } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import { countOnline } from '../fleet/count-online';
import type { Projections } from '../open-projections';
import type { StreamFacts } from '../stream/stream-facts';
import { streamLookTable, type StreamLookRow } from '../stream/stream-look.table';
import { streamRunListProjection, type StreamRunRow } from '../stream/stream-run-list.projection';
import { streamRunListTable } from '../stream/stream-run-list.table';
import { streamDecider } from '../stream/stream.decider';
import type { KnownStream } from '../stream/stream.state';
import { isWithin } from './clock-window';
import { findOut, type ConditionFacts } from './conditions';
import type { StreamResults } from './stream-results';
import type { LookAtStream } from './trigger.process';

/** What a person's `POST /runs` calls too. */
export interface RunRequests {
  request(
    wanted: { readonly id: string; readonly streamId: string; readonly cause: RunCause },
    options: HandleOptions,
  ): Promise<unknown>;
}

export interface LookAtStreamParts {
  readonly aggregates: Aggregates;
  readonly log: EventLog;
  readonly database: DataSource;
  readonly clock: Clock;
  readonly projections: Pick<Projections, 'streamRuns'>;
  readonly facts: Pick<StreamFacts, 'labelsSeen' | 'stream'>;
  readonly results: Pick<StreamResults, 'since'>;
  /** Whether a trainer of the kind can be reached. */
  readonly isTrainerThere: (trainer: string) => Promise<boolean>;
  readonly requests: RunRequests;
}

type Outcome = NonNullable<Stream['lastLook']>['outcome'];

interface Verdict {
  readonly outcome: Outcome;
  readonly detail: string;
}

/** Everything that one look looks at. */
interface Scene {
  readonly streamId: string;
  readonly runId: string;
  readonly stream: KnownStream;
  readonly trigger: Trigger;
  readonly run: StreamRunRow | null;
  readonly now: Date;
  readonly options: HandleOptions;
}

const minuteMs = 60_000;
const longestDetail = 512;

const saying = (outcome: Outcome, detail: string): Verdict => ({ outcome, detail });

/** Looks whether it is time to train, says what it found, and asks for a run where everything holds. */
export class StreamLooker {
  constructor(private readonly parts: LookAtStreamParts) {}

  readonly handle = async (
    { streamId, trigger, occasion }: LookAtStream,
    { id: commandId, metadata }: EffectContext,
  ): Promise<void> => {
    const { aggregates, clock, database } = this.parts;
    const { state: stream } = await aggregates.load(streamDecider, streamId);
    if (stream.status !== 'created' || !isSame(stream.trigger, trigger)) return;
    const before = await database.manager.findOneBy(streamLookTable, { streamId });
    if (occasion === 'again' && before?.outcome !== 'gate-shut') return;
    const run = await this.#runOf(streamId);
    const now = clock.now();
    const runId = aggregateIdFrom(commandId);
    const options = { commandId, metadata };
    const verdict = await this.#judge({ streamId, runId, stream, trigger, run, now, options });
    await this.#note({ streamId, at: now.getTime(), ...verdict });
  };

  async #judge(scene: Scene): Promise<Verdict> {
    // It came this far before, and was cut off.
    if (scene.run?.newestRunId === scene.runId) return saying('asked', 'A run was asked for');
    return this.#timeSays(scene) ?? (await this.#conditionsSay(scene));
  }

  #timeSays({ trigger, run, now }: Scene): Verdict | undefined {
    const { window, coolDownMinutes } = trigger;
    if (window && !isWithin(window, now))
      return saying('outside-window', `Only from ${window.from} to ${window.to} in ${window.timeZone}`);
    const until = (run?.askedAt ?? -Infinity) + coolDownMinutes * minuteMs;
    if (until > now.getTime())
      return saying('cool-down', `Not before ${new Date(until).toISOString()}: a run was asked for lately`);
    return undefined;
  }

  async #conditionsSay(scene: Scene): Promise<Verdict> {
    const { trigger } = scene;
    const facts = this.#factsOf(scene);
    const found = [];
    for (const condition of trigger.conditions) found.push(await findOut(condition, facts));
    const detail = found.map((one) => one.detail).join('; ');
    if (found.some(({ holds }) => !holds)) return saying('not-met', detail);
    const shut = await this.#shut(scene);
    return shut === undefined ? this.#ask(scene, detail) : saying('gate-shut', shut);
  }

  #factsOf({ streamId, stream, run, now }: Scene): ConditionFacts {
    const { facts, results } = this.parts;
    return {
      newLabels: async () => {
        const all = await facts.labelsSeen(stream.datasets);
        const seen = run?.labelsSeen ?? {};
        return Object.entries(all).reduce((sum, [id, labels]) => sum + labels - (seen[id] ?? 0), 0);
      },
      results: (minutes) => results.since(streamId, now.getTime() - minutes * minuteMs),
    };
  }

  /** Who cannot be reached; undefined when all can. */
  async #shut({ streamId, trigger: { gate } }: Scene): Promise<string | undefined> {
    const { database, facts, isTrainerThere } = this.parts;
    if (gate?.trainer) {
      const { trainer } = await facts.stream(streamId);
      if (!(await isTrainerThere(trainer))) return `No trainer “${trainer}” can be reached`;
    }
    if (!gate?.devices) return undefined;
    const { filter, atLeast } = gate.devices;
    const online = await countOnline(database, filter);
    return online >= atLeast ? undefined : `${online} devices are online, of ${atLeast}`;
  }

  async #ask({ streamId, runId: id, trigger, options }: Scene, detail: string): Promise<Verdict> {
    const kind = trigger.schedule ? 'schedule' : 'condition';
    const cause: RunCause = { kind, ...(detail ? { detail: detail.slice(0, longestDetail) } : {}) };
    try {
      await this.parts.requests.request({ id, streamId, cause }, options);
      return saying('asked', detail || 'It was time');
    } catch (error) {
      // What is away comes back: then it is tried again.
      if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
      return saying('refused', error.message);
    }
  }

  async #runOf(id: string): Promise<StreamRunRow | null> {
    const { database, log, projections } = this.parts;
    await projections.streamRuns.waitFor(await log.lastPosition(streamRunListProjection.subjects));
    return liveRows(database, streamRunListTable, streamRunListProjection)
      .andWhere('row.id = :id', { id })
      .getOne();
  }

  #note(look: StreamLookRow): Promise<void> {
    const row = { ...look, detail: look.detail.slice(0, longestDetail) };
    return transaction(this.parts.database, (manager) =>
      upsertMany(manager, streamLookTable, [row], ['streamId']),
    );
  }
}
