import { findWhere, transaction, upsertSized } from '@tutti/database';
import type { Commit, DomainEvent, Projection, Recorded } from '@tutti/kernel';
import type { DataSource, EntityManager } from 'typeorm';
import type { Place } from '../checkpoint/checkpoint-store';
import { messageOf } from '../support/errors';
import type { RowCache } from './row-cache';
import type { Generated, ViewRow, ViewTable } from './view';

/** Ids per query: below every driver's limit of parameters. */
const IDS_PER_QUERY = 500;

export interface ReadModel<Row extends ViewRow, Event extends DomainEvent> {
  readonly projection: Projection<Row, Event>;
  readonly table: ViewTable<Row>;
  /** Fills the carried columns of rows that are new in a generation, within the transaction that wrote them. */
  readonly created?: (manager: EntityManager, generation: number, ids: readonly string[]) => Promise<void>;
}

/** A row that a batch concerns. */
export interface Touched<Row extends ViewRow> {
  readonly key: string;
  /** As it is stored; undefined when there is none. */
  before: Row | undefined;
  after: Row | undefined;
  /** Bytes that `after` takes at most; 0 when it is none. */
  length: number;
}

interface Touch<Row extends ViewRow, Event extends DomainEvent> {
  readonly touched: Touched<Row>;
  readonly event: Recorded<Event>;
}

interface Batch<Row extends ViewRow> {
  readonly generation: number;
  readonly commits: readonly Commit[];
  /** A row that is known to be stored; the others are read. */
  readonly known: (key: string) => Row | undefined;
}

const touchesOf = <Row extends ViewRow, Event extends DomainEvent>(
  { handles, key: keyOf }: Projection<Row, Event>,
  { commits, known }: Batch<Row>,
): Touch<Row, Event>[] => {
  const handled = new Set<string>(handles);
  const rows = new Map<string, Touched<Row>>();
  const touches: Touch<Row, Event>[] = [];
  for (const recorded of commits.flatMap(({ events }) => events)) {
    if (!handled.has(recorded.event.type)) continue;
    const event = recorded as Recorded<Event>;
    const key = keyOf(event);
    if (key === undefined) continue;
    const touched = rows.get(key) ?? { key, before: known(key), after: undefined, length: 0 };
    rows.set(key, touched);
    touches.push({ touched, event });
  }
  return touches;
};

/** Reads the rows that are not known. */
const loadRows = async <Row extends ViewRow>(
  manager: EntityManager,
  table: ViewTable<Row>,
  generation: number,
  touched: readonly Touched<Row>[],
): Promise<void> => {
  const unknown = touched.filter(({ before }) => before === undefined);
  for (let from = 0; from < unknown.length; from += IDS_PER_QUERY) {
    const ids = unknown.slice(from, from + IDS_PER_QUERY).map(({ key }) => key);
    const marks = ids.map(() => '?').join(', ');
    const condition = `generation = ? AND id IN (${marks})`;
    const found = await findWhere(manager, table, condition, [generation, ...ids]);
    const rows = new Map(found.map((row) => [row.id, row]));
    for (const row of unknown.slice(from, from + IDS_PER_QUERY))
      row.before = withoutGeneration(rows.get(row.key));
  }
};

const withoutGeneration = <Row extends ViewRow>(stored: Generated<Row> | undefined): Row | undefined => {
  if (!stored) return undefined;
  const { generation: _, ...row } = stored;
  return row as unknown as Row;
};

/** An absent property reads as null once it was stored: make it so before, or the cut of a batch would show. */
const asStored = <Row extends ViewRow>(row: Row, properties: readonly string[]): Row => {
  const isWhole = properties.every((name) => row[name] !== undefined);
  if (isWhole && Object.keys(row).length === properties.length) return row;
  return Object.fromEntries(
    properties.map((name) => [name, (row[name] as unknown) ?? null]),
  ) as unknown as Row;
};

const projected = <Row extends ViewRow, Event extends DomainEvent>(
  projection: Projection<Row, Event>,
  { touched: { key, after: row }, event }: Touch<Row, Event>,
): Row | undefined => {
  const failure = (what: string, cause?: unknown): Error =>
    new Error(`${projection.name} at position ${event.position} (${event.event.type}): ${what}`, { cause });
  let next: Row | undefined;
  try {
    next = projection.project(row, event);
  } catch (error) {
    throw failure(messageOf(error), error);
  }
  if (next !== undefined && next.id !== key) throw failure(`the row's id is not its key ${key}`);
  return next;
};

/** Folds a run of commits into the rows of one generation; answers with the rows that they concern. */
const applyCommits = async <Row extends ViewRow, Event extends DomainEvent>(
  manager: EntityManager,
  { projection, table, created }: ReadModel<Row, Event>,
  batch: Batch<Row>,
): Promise<readonly Touched<Row>[]> => {
  const { generation } = batch;
  const touches = touchesOf(projection, batch);
  const rows = [...new Set(touches.map(({ touched }) => touched))];
  await loadRows(manager, table, generation, rows);
  for (const row of rows) row.after = row.before;
  const { columns } = manager.dataSource.getMetadata(table);
  const properties = columns
    .filter(({ isInsert, propertyName }) => isInsert && propertyName !== 'generation')
    .map(({ propertyName }) => propertyName);
  for (const touch of touches) {
    const next = projected(projection, touch);
    touch.touched.after = next && asStored(next, properties);
  }
  const kept = rows.flatMap((row) => (row.after ? [{ row, stored: { ...row.after, generation } }] : []));
  const stored = kept.map((one) => one.stored);
  const lengths = await upsertSized(manager, table, stored, ['generation', 'id']);
  for (const [index, { row }] of kept.entries()) row.length = lengths[index] ?? 0;
  const fresh = rows.filter(({ before, after }) => !before && after).map(({ key }) => key);
  if (created && fresh.length > 0) await created(manager, generation, fresh);
  const gone = rows.filter(({ before, after }) => before && !after).map(({ key }) => key);
  await deleteRows(manager, table, generation, gone);
  return rows;
};

export interface Step<Row extends ViewRow, At extends Place> {
  readonly from: At;
  readonly commits: readonly Commit[];
  readonly cache: RowCache<Row>;
  /** Compare-and-set of the place from which the step begins; throws when it is another one. */
  readonly move: (manager: EntityManager) => Promise<At>;
}

/** Folds a run of commits into the rows of a generation and moves its place behind them, in one transaction. */
export const takeStep = async <Row extends ViewRow, Event extends DomainEvent, At extends Place>(
  database: DataSource,
  model: ReadModel<Row, Event>,
  { from, commits, cache, move }: Step<Row, At>,
): Promise<At> => {
  const { generation } = from;
  const known = cache.at(from);
  const { to, rows } = await transaction(database, async (manager) => ({
    to: await move(manager),
    rows: await applyCommits(manager, model, { generation, commits, known }),
  }));
  cache.keep(to, rows);
  return to;
};

const deleteRows = async <Row extends ViewRow>(
  manager: EntityManager,
  table: ViewTable<Row>,
  generation: number,
  keys: readonly string[],
): Promise<void> => {
  for (let from = 0; from < keys.length; from += IDS_PER_QUERY) {
    await manager
      .createQueryBuilder()
      .delete()
      .from(table)
      .where('generation = :generation AND id IN (:...ids)', {
        generation,
        ids: keys.slice(from, from + IDS_PER_QUERY),
      })
      .execute();
  }
};
