import { Table, type QueryRunner, type TableColumnOptions, type TableIndexOptions } from 'typeorm';
import { dialectOf } from './dialect';

export interface TableDefinition {
  readonly name: string;
  /** Types: varchar, text, integer, bigint, double, boolean, datetime. */
  readonly columns: readonly TableColumnOptions[];
  readonly indices?: readonly (TableIndexOptions & { readonly name: string })[];
}

/** What SQLite stores without a limit, and to the millisecond, MySQL must be told to. */
const onMysql: Readonly<Record<string, Partial<TableColumnOptions>>> = {
  text: { type: 'mediumtext' },
  datetime: { precision: 3 },
};

/**
 * For migrations: creates a table with its indices, the same on every database. Does nothing where the table is there
 * already: on MySQL a migration that was killed half way is run again.
 */
export const createTable = async (
  runner: QueryRunner,
  { name, columns, indices = [] }: TableDefinition,
): Promise<void> => {
  const isMysql = dialectOf(runner.dataSource) === 'mysql';
  const table = new Table({
    name,
    columns: columns.map((column) => (isMysql ? { ...column, ...onMysql[column.type] } : column)),
    indices: [...indices],
    ...(isMysql ? { engine: 'InnoDB' } : {}),
  });
  await runner.createTable(table, true);
};
