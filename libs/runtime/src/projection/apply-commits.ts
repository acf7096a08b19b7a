import { findWhere, upsertMany } from '@tutti/database';
import type { Commit, DomainEvent, Projection, Recorded } from '@tutti/kernel';
import type { EntityManager } from 'typeorm';
import { messageOf } from '../support/errors';
import type { Generated, ViewRow, ViewTable } from './view';

/** Ids per query: below every driver's limit of parameters. */
const IDS_PER_QUERY = 500;

export interface ReadModel<Row extends ViewRow, Event extends DomainEvent> {
  readonly projection: Projection<Row, Event>;
  readonly table: ViewTable<Row>;
}

interface Touch<Event extends DomainEvent> {
  readonly key: string;
  readonly event: Recorded<Event>;
}

const touchesOf = <Row, Event extends DomainEvent>(
  projection: Projection<Row, Event>,
  commits: readonly Commit[],
): Touch<Event>[] => {
  const handled = new Set<string>(projection.handles);
  return commits
    .flatMap(({ events }) => events)
    .filter(({ event }) => handled.has(event.type))
    .flatMap((recorded) => {
      const event = recorded as Recorded<Event>;
      const key = projection.key(event);
      return key === undefined ? [] : [{ key, event }];
    });
};

const loadRows = async <Row extends ViewRow>(
  manager: EntityManager,
  table: ViewTable<Row>,
  generation: number,
  keys: readonly string[],
): Promise<Map<string, Row>> => {
  const rows = new Map<string, Row>();
  for (let from = 0; from < keys.length; from += IDS_PER_QUERY) {
    const ids = keys.slice(from, from + IDS_PER_QUERY);
    const marks = ids.map(() => '?').join(', ');
    const found = await findWhere(manager, table, `generation = ? AND id IN (${marks})`, [
      generation,
      ...ids,
    ]);
    for (const row of found) rows.set(row.id, withoutGeneration(row));
  }
  return rows;
};

const withoutGeneration = <Row extends ViewRow>(stored: Generated<Row>): Row => {
  const { generation: _, ...row } = stored;
  return row as unknown as Row;
};

/** An absent property reads as null once it was stored: make it so before, or the cut of a batch would show. */
const asStored = <Row extends ViewRow>(row: Row, properties: readonly string[]): Row =>
  Object.fromEntries(properties.map((name) => [name, (row[name] as unknown) ?? null])) as unknown as Row;

const projected = <Row extends ViewRow, Event extends DomainEvent>(
  projection: Projection<Row, Event>,
  row: Row | undefined,
  { key, event }: Touch<Event>,
): Row | undefined => {
  const where = `${projection.name} at position ${event.position} (${event.event.type})`;
  let next: Row | undefined;
  try {
    next = projection.project(row, event);
  } catch (error) {
    throw new Error(`${where}: ${messageOf(error)}`, { cause: error });
  }
  if (next !== undefined && next.id !== key) throw new Error(`${where}: the row's id is not its key ${key}`);
  return next;
};

/** Folds a run of commits into the rows of one generation. */
export const applyCommits = async <Row extends ViewRow, Event extends DomainEvent>(
  manager: EntityManager,
  { projection, table }: ReadModel<Row, Event>,
  generation: number,
  commits: readonly Commit[],
): Promise<void> => {
  const touches = touchesOf(projection, commits);
  const keys = [...new Set(touches.map(({ key }) => key))];
  const rows = await loadRows(manager, table, generation, keys);
  const stored = new Set(rows.keys());
  const { columns } = manager.dataSource.getMetadata(table);
  const properties = columns.map((column) => column.propertyName).filter((name) => name !== 'generation');
  for (const touch of touches) {
    const next = projected(projection, rows.get(touch.key), touch);
    if (next === undefined) rows.delete(touch.key);
    else rows.set(touch.key, asStored(next, properties));
  }
  const kept = [...rows.values()].map((row) => ({ ...row, generation }));
  await upsertMany(manager, table, kept, ['generation', 'id']);
  await deleteRows(
    manager,
    table,
    generation,
    keys.filter((key) => stored.has(key) && !rows.has(key)),
  );
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
