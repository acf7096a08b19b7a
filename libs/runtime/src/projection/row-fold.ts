import { setImmediate as othersTurn } from 'node:timers/promises';
import { transaction, upsertSized } from '@tutti/database';
import type { TailBatch } from '@tutti/event-store';
import { portions, type Commit, type DomainEvent, type Projection, type Recorded } from '@tutti/kernel';
import type { DataSource, EntityManager } from 'typeorm';
import type { Place } from '../checkpoint/checkpoint-store';
import { messageOf } from '../support/errors';
import { asStored, deleteRows, readRows } from './stored-rows';
import type { ViewRow, ViewTable } from './view';

/** Rows per statement: below every driver's limit of parameters, and soon done where the driver blocks the thread. */
const PORTION = 500;

/** Of all rows that are held; a third of that in Latin script: some 20,000 rows of a list. */
const MOST_BYTES = 48 * 1024 ** 2;

export interface ReadModel<Row extends ViewRow, Event extends DomainEvent> {
  readonly projection: Projection<Row, Event>;
  readonly table: ViewTable<Row>;
  /** Fills the carried columns of rows that are new in a generation, within the transaction that wrote them. */
  readonly created?: (manager: EntityManager, generation: number, ids: readonly string[]) => Promise<void>;
}

export interface FoldTiming {
  /** How long rows may be ahead of the database while more commits wait: a second when absent. */
  readonly gatherMs?: number;
  /** What that is measured with, in milliseconds that only grow: `performance.now()` when absent. */
  readonly steady?: () => number;
}

export interface RowFoldOptions<Row extends ViewRow, Event extends DomainEvent, At extends Place> {
  readonly database: DataSource;
  readonly model: ReadModel<Row, Event> & FoldTiming;
  readonly at: At;
  /** Compare-and-set of the place, whose generation stays; throws when it is not `from` any more. */
  readonly move: (manager: EntityManager, from: At, to: Pick<Place, 'position' | 'commitId'>) => Promise<At>;
}

interface Held<Row> {
  row: Row | undefined;
  isStored: boolean;
  /** Bytes that the row takes at most when it is stored; a guess until then. */
  length: number;
}

/**
 * Rows of one generation, folded ahead of the database: however many commits change a row, it is written once, together
 * with the place that they lead to. Only a transaction that moves the place writes rows, by compare-and-set from the
 * place at which these were read or written: as long as that succeeds, nobody else has, and they need not be read again.
 */
export class RowFold<Row extends ViewRow, Event extends DomainEvent, At extends Place> {
  readonly #options: RowFoldOptions<Row, Event, At>;
  readonly #handled: ReadonlySet<string>;
  readonly #properties: readonly string[];
  readonly #held = new Map<string, Held<Row>>();
  readonly #unwritten = new Map<string, Held<Row>>();
  readonly #steady: () => number;
  #at: At;
  #ahead: Pick<Place, 'position' | 'commitId'> | undefined;
  #gathered = 0;
  #bytes = 0;
  #writtenAt: number;

  constructor(options: RowFoldOptions<Row, Event, At>) {
    const { database, model, at } = options;
    this.#options = options;
    this.#at = at;
    this.#steady = model.steady ?? (() => performance.now());
    this.#writtenAt = this.#steady();
    this.#handled = new Set<string>(model.projection.handles);
    this.#properties = database
      .getMetadata(model.table)
      .columns.filter(({ isInsert, propertyName }) => isInsert && propertyName !== 'generation')
      .map(({ propertyName }) => propertyName);
  }

  /** Commits that were folded and are not written yet. */
  get gathered(): number {
    return this.#gathered;
  }

  /**
   * Folds commits into the rows, but for those that it has already, and writes when none wait behind them or enough was
   * gathered, or somebody waits for the position `awaited`. Answers with where the database stands.
   */
  async take({ commits, pending }: TailBatch, awaited = Infinity): Promise<At> {
    await this.#add(commits);
    if (pending > 0 && !this.#isDue(awaited)) return this.#at;
    await this.#write();
    if (pending === 0) this.#forget();
    return this.#at;
  }

  /** Writes what was folded before something went wrong, where that is possible, and throws it on. */
  async failed(error: unknown): Promise<never> {
    await this.#write().catch(() => undefined);
    throw error;
  }

  /** How long rows are is known once the first ones were written. */
  #isDue(awaited: number): boolean {
    if (this.#ahead && this.#ahead.position >= awaited) return true;
    const { gatherMs = 1000 } = this.#options.model;
    if (this.#bytes > MOST_BYTES || (this.#bytes === 0 && this.#unwritten.size > 0)) return true;
    return this.#steady() - this.#writtenAt >= gatherMs;
  }

  /** When it throws, none of the commits was folded. */
  async #add(commits: readonly Commit[]): Promise<void> {
    const { position: reached } = this.#ahead ?? this.#at;
    const fresh = commits.filter(({ position }) => position > reached);
    const last = fresh.at(-1);
    if (!last) return;
    const touches = this.#touchesOf(fresh);
    await this.#load(touches.map(([key]) => key));
    const rows = new Map<string, Row | undefined>();
    for (const [key, event] of touches)
      rows.set(key, this.#projected(key, rows.has(key) ? rows.get(key) : this.#held.get(key)?.row, event));
    for (const [key, row] of rows) this.#change(key, row);
    this.#ahead = { position: last.position, commitId: last.id };
    this.#gathered += fresh.length;
  }

  /** Stores the rows with the place that they belong to, in one transaction. */
  async #write(): Promise<void> {
    const { database, move } = this.#options;
    const to = this.#ahead;
    if (!to) return;
    const { at, lengths } = await transaction(database, async (manager) => ({
      at: await move(manager, this.#at, to),
      lengths: await this.#store(manager),
    }));
    this.#at = at;
    this.#ahead = undefined;
    this.#gathered = 0;
    this.#writtenAt = this.#steady();
    for (const [key, held] of this.#unwritten) this.#written(key, held, lengths.get(key) ?? 0);
    this.#unwritten.clear();
    if (this.#bytes > MOST_BYTES) this.#forget();
  }

  /** Where the database stands. */
  get at(): At {
    return this.#at;
  }

  #touchesOf(commits: readonly Commit[]): (readonly [key: string, event: Recorded<Event>])[] {
    const { key: keyOf } = this.#options.model.projection;
    return commits.flatMap(({ events }) =>
      events.flatMap((recorded) => {
        if (!this.#handled.has(recorded.event.type)) return [];
        const event = recorded as Recorded<Event>;
        const key = keyOf(event);
        return key === undefined ? [] : [[key, event] as const];
      }),
    );
  }

  /** Reads the rows that are not held. */
  async #load(keys: readonly string[]): Promise<void> {
    const { database, model } = this.#options;
    const { generation } = this.#at;
    const unknown = [...new Set(keys)].filter((key) => !this.#held.has(key));
    const guess = this.#held.size === 0 ? 0 : Math.ceil(this.#bytes / this.#held.size);
    for (const ids of portions(unknown, PORTION)) {
      const rows = await readRows(database.manager, model.table, generation, ids);
      for (const key of ids) {
        const row = rows.get(key);
        this.#held.set(key, { row, isStored: row !== undefined, length: guess });
        this.#bytes += guess;
      }
    }
  }

  #projected(key: string, row: Row | undefined, event: Recorded<Event>): Row | undefined {
    const { projection } = this.#options.model;
    const failure = (what: string, cause?: unknown): Error =>
      new Error(`${projection.name} at position ${event.position} (${event.event.type}): ${what}`, { cause });
    let next: Row | undefined;
    try {
      next = projection.project(row, event);
    } catch (error) {
      throw failure(messageOf(error), error);
    }
    if (next !== undefined && next.id !== key) throw failure(`the row's id is not its key ${key}`);
    return next && asStored(next, this.#properties);
  }

  #change(key: string, row: Row | undefined): void {
    const held = this.#held.get(key) ?? { row: undefined, isStored: false, length: 0 };
    held.row = row;
    this.#held.set(key, held);
    this.#unwritten.set(key, held);
  }

  /** The thread is others' between portions: SQLite blocks it. Answers with how many bytes each row is at most. */
  async #store(manager: EntityManager): Promise<ReadonlyMap<string, number>> {
    const lengths = new Map<string, number>();
    for (const portion of portions([...this.#unwritten], PORTION)) {
      if (lengths.size > 0) await othersTurn();
      await this.#storePortion(manager, portion, lengths);
    }
    return lengths;
  }

  async #storePortion(
    manager: EntityManager,
    portion: readonly (readonly [string, Held<Row>])[],
    lengths: Map<string, number>,
  ): Promise<void> {
    const { table, created } = this.#options.model;
    const { generation } = this.#at;
    const rows = portion.flatMap(([, { row }]) => (row ? [{ ...row, generation }] : []));
    const sizes = await upsertSized(manager, table, rows, ['generation', 'id']);
    for (const [index, { id }] of rows.entries()) lengths.set(id, sizes[index] ?? 0);
    const fresh = portion.filter(([, { row, isStored }]) => row && !isStored);
    if (created && fresh.length > 0) await created(manager, generation, fresh.map(keyOfOne));
    const gone = portion.filter(([, { row, isStored }]) => !row && isStored);
    if (gone.length > 0) await deleteRows(manager, table, generation, gone.map(keyOfOne));
  }

  #written(key: string, held: Held<Row>, length: number): void {
    this.#bytes += length - held.length;
    held.length = length;
    held.isStored = held.row !== undefined;
    if (!held.row) this.#held.delete(key);
  }

  #forget(): void {
    this.#bytes = 0;
    this.#held.clear();
  }
}

const keyOfOne = ([key]: readonly [string, unknown]): string => key;
