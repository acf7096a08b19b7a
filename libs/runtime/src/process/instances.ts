import { upsertMany } from '@tutti/database';
import type { EntityManager } from 'typeorm';
import { In } from 'typeorm';
import {
  outboxTable,
  parkedInputTable,
  parkedTable,
  stateTable,
  timerTable,
  type OutboxRow,
  type ParkedInputRow,
} from './process.table';

const IDS_PER_QUERY = 500;

type Sent = Pick<OutboxRow, 'id' | 'outgoing' | 'metadata'>;

const chunked = <T>(items: readonly T[]): T[][] =>
  Array.from({ length: Math.ceil(items.length / IDS_PER_QUERY) }, (_, index) =>
    items.slice(index * IDS_PER_QUERY, (index + 1) * IDS_PER_QUERY),
  );

/** The instances that one transaction touches, in memory until `store` writes what changed. */
export class Instances {
  readonly #process: string;
  readonly #states = new Map<string, string | undefined>();
  readonly #changed = new Set<string>();
  readonly #ended = new Set<string>();
  readonly #parked = new Set<string>();
  readonly #newlyParked = new Map<string, string>();
  readonly #timers = new Map<string, { instanceId: string; name: string; at: Date | undefined }>();
  readonly #sent: (Sent & { instanceId: string })[] = [];
  readonly #queued: Pick<ParkedInputRow, 'instanceId' | 'input'>[] = [];

  private constructor(process: string) {
    this.#process = process;
  }

  static async load(manager: EntityManager, process: string, ids: readonly string[]): Promise<Instances> {
    const instances = new Instances(process);
    for (const chunk of chunked([...new Set(ids)])) {
      const where = { process, instanceId: In(chunk) };
      for (const { instanceId, state } of await manager.findBy(stateTable, where)) {
        instances.#states.set(instanceId, state);
      }
      for (const { instanceId } of await manager.findBy(parkedTable, where))
        instances.#parked.add(instanceId);
    }
    return instances;
  }

  state(id: string): string | undefined {
    return this.#states.get(id);
  }

  setState(id: string, state: string): void {
    this.#states.set(id, state);
    this.#changed.add(id);
  }

  /** Its state and timers go; what it sent before still leaves. */
  end(id: string): void {
    this.#states.set(id, undefined);
    this.#changed.add(id);
    this.#ended.add(id);
    for (const [key, timer] of this.#timers) if (timer.instanceId === id) this.#timers.delete(key);
  }

  setTimer(instanceId: string, name: string, at: Date): void {
    this.#timers.set(JSON.stringify([instanceId, name]), { instanceId, name, at });
  }

  cancelTimer(instanceId: string, name: string): void {
    this.#timers.set(JSON.stringify([instanceId, name]), { instanceId, name, at: undefined });
  }

  send(instanceId: string, sent: Sent): void {
    this.#sent.push({ instanceId, ...sent });
  }

  isParked(id: string): boolean {
    return this.#parked.has(id);
  }

  park(id: string, error: string): void {
    this.#parked.add(id);
    this.#newlyParked.set(id, error);
  }

  queue(instanceId: string, input: string): void {
    this.#queued.push({ instanceId, input });
  }

  /** Writes what changed; answers with the next free sequence. */
  async store(manager: EntityManager, now: Date, firstSequence: number): Promise<number> {
    const process = this.#process;
    let sequence = firstSequence;
    await this.#storeStates(manager, now);
    await this.#storeTimers(manager);
    const sent = this.#sent.map((each) => ({
      ...each,
      process,
      sequence: sequence++,
      attempts: 0,
      dueAt: now.getTime(),
      error: null,
    }));
    await upsertMany(manager, outboxTable, sent, ['process', 'sequence']);
    const queued = this.#queued.map((each) => ({ ...each, process, sequence: sequence++ }));
    await upsertMany(manager, parkedInputTable, queued, ['process', 'sequence']);
    const parked = [...this.#newlyParked].map(([instanceId, error]) => ({
      ...{ process, instanceId, error, parkedAt: now },
      ...{ outgoingId: null, announced: false },
    }));
    await upsertMany(manager, parkedTable, parked, ['process', 'instanceId']);
    return sequence;
  }

  async #storeStates(manager: EntityManager, now: Date): Promise<void> {
    const process = this.#process;
    const changed = [...this.#changed].map((instanceId) => ({
      instanceId,
      state: this.#states.get(instanceId),
    }));
    const kept = changed.flatMap(({ instanceId, state }) =>
      state === undefined ? [] : [{ process, instanceId, state, updatedAt: now }],
    );
    await upsertMany(manager, stateTable, kept, ['process', 'instanceId']);
    for (const chunk of chunked(changed.filter(({ state }) => state === undefined))) {
      await manager.delete(stateTable, {
        process,
        instanceId: In(chunk.map(({ instanceId }) => instanceId)),
      });
    }
  }

  async #storeTimers(manager: EntityManager): Promise<void> {
    const process = this.#process;
    for (const chunk of chunked([...this.#ended])) {
      await manager.delete(timerTable, { process, instanceId: In(chunk) });
    }
    const timers = [...this.#timers.values()];
    for (const { instanceId, name } of timers.filter(({ at }) => at === undefined)) {
      await manager.delete(timerTable, { process, instanceId, name });
    }
    const set = timers.flatMap(({ instanceId, name, at }) =>
      at === undefined ? [] : [{ process, instanceId, name, dueAt: at.getTime() }],
    );
    await upsertMany(manager, timerTable, set, ['process', 'instanceId', 'name']);
  }
}
