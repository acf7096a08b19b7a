import { sweepOldRows, transaction } from '@tutti/database';
import type { Aggregates } from '@tutti/event-store';
import type { Clock } from '@tutti/kernel';
import { workInRounds, type LedWork, type Logger, type Term } from '@tutti/runtime';
import { IsNull, type DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import { dueMatters, type WaitingMatter } from './due-matters';
import { gatherOffline, offlineMatter, rulesOf } from './gather-offline';
import { tellBatch, type Batch } from './tell-batch';
import { dueAt, goesOn, type TellRules } from './tell-rules';
import { causeTable, matterTable, type MatterRow } from './tell.table';

export interface NotifierParts {
  readonly database: DataSource;
  readonly aggregates: Aggregates;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly workspace: string;
  readonly rules: TellRules;
}

const dayMs = 86_400_000;
/** Longer than anything waits to be tried again. */
const rememberedDays = 3;

/** Tells what waits: raises a notification, or says that it happened again. */
export class Notifier implements LedWork {
  readonly name = 'notifier';
  #sweptAt = 0;

  constructor(private readonly parts: NotifierParts) {}

  lead(term: Term): Promise<void> {
    const { logger, rules } = this.parts;
    const trouble = 'Notifications could not be raised; trying on';
    return workInRounds(term, { everyMs: rules.everyMs, logger, trouble }, (signal) => this.pass(signal));
  }

  follow(): Promise<void> {
    return Promise.resolve();
  }

  async pass(signal: AbortSignal): Promise<void> {
    await gatherOffline(this.parts);
    const failed: unknown[] = [];
    for (const waiting of await this.#due()) {
      if (signal.aborted) return;
      await this.#tell(waiting).catch((error: unknown) => failed.push(error));
    }
    await this.#forget(signal);
    if (failed.length > 0) throw new AggregateError(failed, 'Some notifications could not be raised');
  }

  async #due(): Promise<readonly WaitingMatter[]> {
    const { clock, rules } = this.parts;
    const waiting = await this.#waiting();
    if (waiting.length === 0) return [];
    return dueMatters(waiting, { told: await this.#told(), now: clock.now().getTime(), rules });
  }

  /** What people know already of what waits. */
  async #told(): Promise<ReadonlyMap<string, MatterRow>> {
    const query = this.parts.database.createQueryBuilder(matterTable, 'told');
    const waits = query
      .subQuery()
      .select('1')
      .from(causeTable, 'row')
      .where('row.matter = told.id AND row.toldAt IS NULL');
    const rows = await query.where(`EXISTS ${waits.getQuery()}`).getMany();
    return new Map(rows.map((row) => [row.id, row]));
  }

  async #waiting(): Promise<readonly WaitingMatter[]> {
    const rows = await this.parts.database
      .createQueryBuilder(causeTable, 'row')
      .select('row.matter', 'matter')
      .addSelect('MIN(row.at)', 'firstAt')
      .addSelect('MIN(row.addedAt)', 'addedAt')
      .addSelect('COUNT(row.batch)', 'begun')
      .where('row.toldAt IS NULL')
      .groupBy('row.matter')
      .getRawMany<Readonly<Record<keyof WaitingMatter, string | number>>>();
    return rows.map(({ matter, firstAt, addedAt, begun }) => ({
      matter: String(matter),
      ...{ firstAt: Number(firstAt), addedAt: Number(addedAt), begun: Number(begun) },
    }));
  }

  async #tell(waiting: WaitingMatter): Promise<void> {
    const { database, clock } = this.parts;
    const { matter: id, begun } = waiting;
    const rules = rulesOf(id, this.parts.rules);
    const told: MatterRow | null = await database.manager.findOneBy(matterTable, { id });
    if (begun === 0 && clock.now().getTime() < dueAt(waiting, told, rules)) return;
    const before = goesOn(waiting, told, rules) ? told : null;
    const batch = begun > 0 ? await this.#begun(id) : await this.#begin(id, before);
    if (batch) await tellBatch(this.parts, batch, before);
  }

  /** Whoever died in the middle of it told it, or did not: the same id finds out. */
  async #begun(matter: string): Promise<Batch | undefined> {
    const { manager } = this.parts.database;
    const row = await manager
      .createQueryBuilder(causeTable, 'row')
      .where('row.matter = :matter AND row.toldAt IS NULL AND row.batch IS NOT NULL', { matter })
      .getOne();
    return row?.batch == null ? undefined : { id: row.batch, matter };
  }

  /** What is new is told by its first; edges that go offline together all at once. */
  async #begin(matter: string, before: MatterRow | null): Promise<Batch> {
    const id = uuid();
    const all = before !== null || matter === offlineMatter;
    await transaction(this.parts.database, async (manager) => {
      const waits = { matter, toldAt: IsNull(), batch: IsNull() };
      const first = all
        ? null
        : await manager.findOne(causeTable, { where: waits, order: { at: 'ASC', id: 'ASC' } });
      await manager.update(causeTable, first ? { ...waits, id: first.id } : waits, { batch: id });
    });
    return { id, matter };
  }

  async #forget(signal: AbortSignal): Promise<void> {
    const { database, clock } = this.parts;
    const now = clock.now().getTime();
    if (now - this.#sweptAt < dayMs / 24) return;
    this.#sweptAt = now;
    const before = new Date(now - rememberedDays * dayMs);
    await sweepOldRows(database, { table: causeTable, field: 'toldAt', before }, signal);
    await sweepOldRows(database, { table: matterTable, field: 'toldAt', before }, signal);
  }
}
