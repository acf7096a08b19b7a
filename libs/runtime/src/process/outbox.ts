import { transaction, upsertMany } from '@tutti/database';
import type { Clock } from '@tutti/kernel';
import type { DataSource, EntityManager } from 'typeorm';
import type { AroundEffect } from '../support/around-batch';
import type { Backoff } from '../support/backoff';
import { messageOf } from '../support/errors';
import type { Logger } from '../support/logger';
import { Gathered } from '../support/gathered';
import { pause } from '../support/wait';
import { handlerOf } from './handlers';
import { outboxTable, parkedTable, type OutboxRow } from './process.table';

/** Failures after which an instance is parked. */
const MAX_FAILURES = 5;
const MAX_ERROR_LENGTH = 2000;
/** How long a stop waits for handlers that do not heed their signal. */
const STOP_GRACE_MS = 5000;

export interface OutboxOptions {
  readonly process: string;
  readonly database: DataSource;
  readonly handlers: object;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly backoff: Backoff;
  readonly timeoutMs: number;
  readonly concurrency: number;
  readonly aroundEffect?: AroundEffect | undefined;
  /** Something was done or failed: look again. */
  readonly changed: () => void;
}

/** Runs what processes sent: at least once, instances side by side, those of one instance in order. */
export class Outbox {
  readonly #options: OutboxOptions;
  /** By instance. */
  readonly #running = new Map<string, Promise<void>>();
  readonly #done = new Gathered<OutboxRow>((rows) => this.#delete(rows));

  constructor(options: OutboxOptions) {
    this.#options = options;
  }

  /** Starts what is due, without waiting for it. */
  async startDue(signal: AbortSignal): Promise<void> {
    const free = this.#options.concurrency - this.#running.size;
    if (free <= 0) return;
    // What ends while the database answers may still stand in the answer.
    const before = new Set(this.#running.keys());
    const due = (await this.#due(free + before.size)).filter(
      ({ instanceId }) => !before.has(instanceId) && !this.#running.has(instanceId),
    );
    for (const row of due.slice(0, free)) {
      const done = this.#run(row, signal).finally(() => {
        this.#running.delete(row.instanceId);
        this.#options.changed();
      });
      this.#running.set(row.instanceId, done);
    }
  }

  /** Milliseconds at which something becomes due that is not yet. */
  async nextDue(): Promise<number | undefined> {
    const { process, database, clock } = this.#options;
    const found = await database
      .createQueryBuilder(outboxTable, 'o')
      .select('MIN(o.dueAt)', 'at')
      .where('o.process = :process AND o.dueAt > :now', { process, now: clock.now().getTime() })
      .getRawOne<{ at: number | string | null }>();
    return found?.at == null ? undefined : Number(found.at);
  }

  async settle(): Promise<void> {
    const grace = new AbortController();
    await Promise.race([Promise.allSettled(this.#running.values()), pause(STOP_GRACE_MS, grace.signal)]);
    grace.abort();
  }

  /** The first of each instance, where it is due and not behind a failure that parked the instance. */
  #due(limit: number): Promise<OutboxRow[]> {
    const { process, database, clock } = this.#options;
    return database
      .createQueryBuilder(outboxTable, 'o')
      .where('o.process = :process AND o.dueAt <= :now', { process, now: clock.now().getTime() })
      .andWhere(
        `NOT EXISTS (SELECT 1 FROM process_outbox e
          WHERE e.process = o.process AND e.instance_id = o.instance_id AND e.sequence < o.sequence)`,
      )
      .andWhere(
        `NOT EXISTS (SELECT 1 FROM process_parked p
          WHERE p.process = o.process AND p.instance_id = o.instance_id AND p.outgoing_id IS NOT NULL)`,
      )
      .orderBy('o.sequence')
      .limit(limit)
      .getMany();
  }

  async #run(row: OutboxRow, signal: AbortSignal): Promise<void> {
    const { handlers, timeoutMs, logger, aroundEffect } = this.#options;
    const { handle, neverPark } = handlerOf(handlers, row.outgoing.type);
    const { id, instanceId, metadata } = row;
    const limited = AbortSignal.any([signal, AbortSignal.timeout(timeoutMs)]);
    try {
      try {
        const work = (): Promise<void> => handle(row.outgoing, { id, instanceId, metadata, signal: limited });
        const { type } = row.outgoing;
        await (aroundEffect ? aroundEffect(row.process, { type, metadata }, work) : work());
      } catch (error) {
        // Cut off by the end of this replica's term: whoever holds the lease next does it again.
        if (!signal.aborted) await this.#failed(row, neverPark, error);
        return;
      }
      await this.#done.add(row);
    } catch (error) {
      logger.error({ process: row.process, instanceId, id, err: error }, 'The outbox could not be written');
      await pause(this.#options.backoff(1), signal);
    }
  }

  #delete(rows: readonly OutboxRow[]): Promise<void> {
    return transaction(this.#options.database, async (manager) => {
      for (const { process, sequence, id } of rows)
        await manager.delete(outboxTable, { process, sequence, id });
    });
  }

  async #failed(row: OutboxRow, neverPark: boolean, cause: unknown): Promise<void> {
    const { database, clock, logger, backoff } = this.#options;
    const { process, sequence, id, instanceId } = row;
    const attempts = row.attempts + 1;
    const error = messageOf(cause).slice(0, MAX_ERROR_LENGTH);
    const parks = attempts >= MAX_FAILURES && !neverPark;
    logger.warn(
      { process, instanceId, id, type: row.outgoing.type, attempts, parks, err: cause },
      'An effect failed',
    );
    const dueAt = clock.now().getTime() + backoff(attempts);
    await transaction(database, async (manager: EntityManager) => {
      const here = { process, sequence, id, attempts: row.attempts };
      const { affected } = await manager.update(outboxTable, here, { attempts, error, dueAt });
      if (affected !== 1 || !parks) return;
      const parked = { process, instanceId, error, outgoingId: id, announced: false, parkedAt: clock.now() };
      await upsertMany(manager, parkedTable, [parked], ['process', 'instanceId']);
    });
  }
}
