import { Mutex, transaction } from '@tutti/database';
import type { Clock, Commit, DomainEvent, Outgoing, Process, ProcessInput, Recorded } from '@tutti/kernel';
import type { DataSource, EntityManager } from 'typeorm';
import { holdCheckpoint, moveCheckpoint } from '../checkpoint/checkpoint-store';
import type { Checkpoint } from '../checkpoint/checkpoint.table';
import { Fenced } from '../support/errors';
import type { Logger } from '../support/logger';
import { Instances } from './instances';
import { unpark } from './parking';
import { processCheckpointName } from './process-checkpoint';
import { parkedTable, timerTable } from './process.table';
import { react } from './reactions';
import { dueTimers } from './timers';

export interface JournalOptions<State, Event extends DomainEvent, Effect extends Outgoing> {
  readonly database: DataSource;
  readonly process: Process<State, Event, Effect>;
  readonly clock: Clock;
  /** What timers go by: `clock` when absent. */
  readonly timeline?: Clock;
  readonly logger: Logger;
}

type Input<Event extends DomainEvent> = readonly [instanceId: string, input: ProcessInput<Event>];

interface Change<Event extends DomainEvent> {
  readonly from: (manager: EntityManager) => Promise<Checkpoint>;
  readonly inputs: (manager: EntityManager) => Promise<readonly Input<Event>[]>;
  readonly to?: Partial<Checkpoint>;
}

/** Takes inputs in: state, outbox, timers and checkpoint in one transaction, one after another. */
export class ProcessJournal<State, Event extends DomainEvent, Effect extends Outgoing> {
  readonly #options: JournalOptions<State, Event, Effect>;
  readonly #mutex = new Mutex();
  #checkpoint: Checkpoint | undefined;

  constructor(options: JournalOptions<State, Event, Effect>) {
    this.#options = options;
  }

  get checkpoint(): Checkpoint | undefined {
    return this.#checkpoint;
  }

  /** Where a term begins; what others wrote while they led. */
  set checkpoint(checkpoint: Checkpoint | undefined) {
    this.#checkpoint = checkpoint;
  }

  async takeCommits(commits: readonly Commit[]): Promise<void> {
    const fresh = commits.filter(({ position }) => position > (this.#checkpoint?.position ?? 0));
    const last = fresh.at(-1);
    if (!last) return;
    await this.#change({
      from: () => this.#mine(),
      inputs: () => Promise.resolve(this.#inputsOf(fresh)),
      to: { position: last.position, commitId: last.id },
    });
  }

  /** Fires what is due and may be fired; false when nothing was. */
  async fireTimers(allowed: () => Promise<boolean>): Promise<boolean> {
    const { database, process, clock, timeline = clock } = this.#options;
    const now = timeline.now().getTime();
    if ((await dueTimers(database.manager, process.name, now)).length === 0) return false;
    if (!(await allowed())) return false;
    await this.#change({
      from: () => this.#mine(),
      inputs: async (manager) => {
        const due = await dueTimers(manager, process.name, now);
        for (const timer of due) await manager.delete(timerTable, { ...timer });
        return due.map(({ instanceId, name, dueAt }) => [
          instanceId,
          { kind: 'timer', name, at: new Date(dueAt), firedAt: new Date(now) },
        ]);
      },
    });
    return true;
  }

  /** Takes an instance up again with what came since, from any replica; false when it is not parked. */
  async resume(instanceId: string): Promise<boolean> {
    const { database, process, clock } = this.#options;
    if (!(await database.manager.existsBy(parkedTable, { process: process.name, instanceId }))) return false;
    let found = true;
    await this.#change({
      from: async (manager) => {
        const stored = await holdCheckpoint(manager, processCheckpointName(process));
        if (!stored) throw new Fenced(`${process.name} never ran`);
        return stored;
      },
      inputs: async (manager) => {
        const waiting = await unpark<Event>(manager, process.name, instanceId, clock.now());
        found = waiting !== undefined;
        return (waiting ?? []).map((input) => [instanceId, input]);
      },
    });
    return found;
  }

  #change({ from, inputs, to = {} }: Change<Event>): Promise<void> {
    const { database, process, clock, logger } = this.#options;
    return this.#mutex.run(async () => {
      let before: Checkpoint | undefined;
      const after = await transaction(database, async (manager) => {
        before = await from(manager);
        const now = clock.now();
        const all = await inputs(manager);
        const ids = all.map(([instanceId]) => instanceId);
        const instances = await Instances.load(manager, process.name, ids);
        for (const [instanceId, input] of all) react(process, instances, instanceId, { input, logger });
        const sequence = await instances.store(manager, now, before.sequence);
        return moveCheckpoint(manager, before, { ...to, sequence, updatedAt: now });
      });
      // A change from outside a term must not hide from the leader that it was overtaken.
      if (this.#checkpoint?.revision === before?.revision) this.#checkpoint = after;
    });
  }

  async #mine(): Promise<Checkpoint> {
    if (!this.#checkpoint) throw new Fenced(`${this.#options.process.name}: the term is over`);
    return this.#checkpoint;
  }

  #inputsOf(commits: readonly Commit[]): Input<Event>[] {
    const { process } = this.#options;
    const handled = new Set<string>(process.handles);
    return commits
      .flatMap(({ events }) => events)
      .filter(({ event }) => handled.has(event.type))
      .flatMap((each) => {
        const recorded = each as Recorded<Event>;
        const instanceId = process.correlate(recorded);
        return instanceId === undefined ? [] : [[instanceId, { kind: 'event', recorded }]];
      });
  }
}
