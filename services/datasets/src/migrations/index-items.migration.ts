import { column, nullable } from '@tutti/database';
import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

const table = 'item_list';

/** Rows of older code: -1 has the bits of all classes, so the classes themselves are looked at. */
const columns = [
  { ...column('class_bits', 'bigint'), default: -1 },
  nullable(column('relabel_version', 'bigint')),
];

interface Index {
  readonly name: string;
  readonly columnNames: string[];
}

const order = (name: string, ...columnNames: string[]): Index => ({
  name: `${table}_by_${name}`,
  columnNames: ['generation', 'dataset_id', ...columnNames],
});

const before = [order('added', 'added_at', 'id'), order('score', 'score_order', 'id')];

/**
 * What filters look at that no index leads to: a walk along the order reads no row that is not shown. The newest come
 * first, as the grid asks: MariaDB looks at conditions in an index only when it walks forward.
 */
const looked = ['state', 'class_bits', 'file_name'];
const after = [
  order('added_filtered', 'added_at DESC', 'id DESC', ...looked),
  order('score_filtered', 'score_order', 'id', ...looked),
];

const has = async (runner: QueryRunner, { name }: Index): Promise<boolean> =>
  (await runner.getTable(table))?.indices.some((index) => index.name === name) === true;

/** In this order and by what is there, so that it can be run again where it was cut short: MySQL does not roll back. */
const replace = async (
  runner: QueryRunner,
  old: readonly Index[],
  replacements: readonly Index[],
): Promise<void> => {
  for (const index of replacements)
    if (!(await has(runner, index)))
      await runner.query(`CREATE INDEX ${index.name} ON ${table} (${index.columnNames.join(', ')})`);
  for (const index of old) if (await has(runner, index)) await runner.dropIndex(table, index.name);
};

/** A signature of the classes in a label, and the orders of the grid with what is searched along them. */
export class IndexItems1795737600140 implements MigrationInterface {
  readonly name = 'IndexItems1795737600140';

  async up(runner: QueryRunner): Promise<void> {
    for (const options of columns)
      if (!(await runner.hasColumn(table, options.name)))
        await runner.addColumn(table, new TableColumn(options));
    await replace(runner, before, after);
  }

  async down(runner: QueryRunner): Promise<void> {
    await replace(runner, after, before);
    for (const { name } of columns.toReversed())
      if (await runner.hasColumn(table, name)) await runner.dropColumn(table, name);
  }
}
