import { transaction } from '@tutti/database';
import { Between, In, type DataSource, type EntitySchema, type FindOptionsWhere } from 'typeorm';
import type { Generated, ViewRow, ViewTable } from './view';

/** Rows per transaction. */
const BATCH = 500;

type Range = readonly [from: number, to: number];

/** Generations from 1 to `last` that are not kept, as ranges that an index can walk. */
export const deadRanges = (kept: readonly number[], last: number): readonly Range[] => {
  const ends = [...kept.filter((one) => one <= last).sort((a, b) => a - b), last + 1];
  return ends
    .map((end, index): Range => [(ends[index - 1] ?? 0) + 1, end - 1])
    .filter(([from, to]) => from <= to);
};

const keysOf = <Row extends ViewRow>(table: ViewTable<Row>) =>
  table as unknown as EntitySchema<Generated<ViewRow>>;

/** A migration that makes a table anew leaves the live generation without rows. */
export const hasRows = <Row extends ViewRow>(
  database: DataSource,
  table: ViewTable<Row>,
  generation: number,
): Promise<boolean> => database.manager.existsBy(keysOf(table), { generation });

/** Deletes the rows of generations that nobody reads, a bounded number in each transaction. */
export const sweepGenerations = async <Row extends ViewRow>(
  database: DataSource,
  table: ViewTable<Row>,
  ranges: readonly Range[],
  signal: AbortSignal,
): Promise<number> => {
  const keys = keysOf(table);
  let swept = 0;
  for (const [from, to] of ranges) {
    for (;;) {
      if (signal.aborted) return swept;
      const where: FindOptionsWhere<Generated<ViewRow>> = { generation: Between(from, to) };
      const rows = await database.manager.find(keys, {
        select: { generation: true, id: true },
        where,
        take: BATCH,
      });
      if (rows.length === 0) break;
      for (const generation of new Set(rows.map((row) => row.generation))) {
        const ids = rows.filter((row) => row.generation === generation).map(({ id }) => id);
        await transaction(database, (manager) => manager.delete(keys, { generation, id: In(ids) }));
      }
      swept += rows.length;
    }
  }
  return swept;
};
