import { findWhere } from '@tutti/database';
import type { EntityManager } from 'typeorm';
import type { Generated, ViewRow, ViewTable } from './view';

/** Rows of one generation, as they are without it. At most some 500 ids at a time: a driver has its limit of parameters. */
export const readRows = async <Row extends ViewRow>(
  manager: EntityManager,
  table: ViewTable<Row>,
  generation: number,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Row>> => {
  const condition = `generation = ? AND id IN (${ids.map(() => '?').join(', ')})`;
  const found = await findWhere(manager, table, condition, [generation, ...ids]);
  return new Map(found.map((row) => [row.id, withoutGeneration<Row>(row)]));
};

export const deleteRows = async <Row extends ViewRow>(
  manager: EntityManager,
  table: ViewTable<Row>,
  generation: number,
  ids: readonly string[],
): Promise<void> => {
  await manager
    .createQueryBuilder()
    .delete()
    .from(table)
    .where('generation = :generation AND id IN (:...ids)', { generation, ids })
    .execute();
};

const withoutGeneration = <Row extends ViewRow>({ generation: _, ...row }: Generated<Row>): Row =>
  row as unknown as Row;

/** An absent property reads as null once it was stored: make it so before, or the cut of a batch would show. */
export const asStored = <Row extends ViewRow>(row: Row, properties: readonly string[]): Row => {
  const isWhole = properties.every((name) => row[name] !== undefined);
  if (isWhole && Object.keys(row).length === properties.length) return row;
  return Object.fromEntries(
    properties.map((name) => [name, (row[name] as unknown) ?? null]),
  ) as unknown as Row;
};
