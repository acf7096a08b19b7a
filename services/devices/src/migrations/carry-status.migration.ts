import { column, dialectOf, nullable } from '@tutti/database';
import { TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

const list = 'device_list';
const status = 'device_status';

/** Rows of older code: -1 has the bits of all tags, so the tags themselves are looked at. */
const columns = [
  { ...column('tag_bits', 'bigint'), default: -1 },
  { ...column('connectivity', 'varchar', 16), default: "'never'" },
  nullable(column('runtime', 'varchar', 16)),
  nullable(column('model', 'varchar', 128)),
  nullable(column('model_version', 'varchar', 64)),
];

const carried = ({ dataSource }: QueryRunner): readonly (readonly [string, string])[] => {
  const ofModel = (path: string): string => {
    const json = `JSON_EXTRACT(s.model, '${path}')`;
    return dialectOf(dataSource) === 'sqlite' ? json : `JSON_UNQUOTE(${json})`;
  };
  return [
    ['connectivity', 's.connectivity'],
    ['runtime', 's.runtime'],
    ['model', ofModel('$.name')],
    ['model_version', ofModel('$.version')],
  ];
};

interface Index {
  readonly table: string;
  readonly name: string;
  readonly columnNames: string[];
}

const listed = ['generation', 'name', 'id', 'lifecycle', 'site', 'serial'];
const before: readonly Index[] = [
  { table: list, name: 'device_list_by_name_searched', columnNames: listed },
  { table: list, name: 'device_list_by_lifecycle', columnNames: ['generation', 'lifecycle'] },
];
const after: readonly Index[] = [
  // All that the usual order, the search box and the usual filters look at: no row is read that is not shown.
  {
    table: list,
    name: 'device_list_by_name_filtered',
    columnNames: [
      ...listed,
      ...['connectivity', 'runtime', 'model', 'model_version', 'tag_bits', 'requested_at'],
    ],
  },
  // What badges are counted by.
  {
    table: list,
    name: 'device_list_by_axes',
    columnNames: ['generation', 'lifecycle', 'connectivity', 'runtime'],
  },
  // Whoever changes an axis knows the device, and changes it in every generation.
  { table: list, name: 'device_list_by_id', columnNames: ['id'] },
  { table: status, name: 'device_status_by_last_seen', columnNames: ['last_seen_at', 'id'] },
];

const has = async (runner: QueryRunner, { table, name }: Index): Promise<boolean> =>
  (await runner.getTable(table))?.indices.some((index) => index.name === name) === true;

/** In this order and by what is there, so that it can be run again where it was cut short: MySQL does not roll back. */
const replace = async (
  runner: QueryRunner,
  old: readonly Index[],
  replacements: readonly Index[],
): Promise<void> => {
  for (const index of replacements)
    if (!(await has(runner, index)))
      await runner.createIndex(
        index.table,
        new TableIndex({ name: index.name, columnNames: index.columnNames }),
      );
  for (const index of old) if (await has(runner, index)) await runner.dropIndex(index.table, index.name);
};

/** The list carries what telemetry says of a device, and a signature of its tags, so that one index answers filters. */
export class CarryStatus1795392000150 implements MigrationInterface {
  readonly name = 'CarryStatus1795392000150';

  async up(runner: QueryRunner): Promise<void> {
    for (const options of columns)
      if (!(await runner.hasColumn(list, options.name)))
        await runner.addColumn(list, new TableColumn(options));
    const of = (what: string): string => `(SELECT ${what} FROM ${status} s WHERE s.id = ${list}.id)`;
    const sets = carried(runner).map(([name, from]) => `${name} = ${of(from)}`);
    await runner.query(`UPDATE ${list} SET ${sets.join(', ')} WHERE EXISTS ${of('1')}`);
    await replace(runner, before, after);
  }

  async down(runner: QueryRunner): Promise<void> {
    await replace(runner, after, before);
    for (const { name } of columns.toReversed())
      if (await runner.hasColumn(list, name)) await runner.dropColumn(list, name);
  }
}
