import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

const table = 'device_list';
const before = { name: 'device_list_by_name', columnNames: ['generation', 'name'] };
/** All that the usual order and the console's search box look at: neither reads rows that it does not show. */
const after = {
  name: 'device_list_by_name_searched',
  columnNames: ['generation', 'name', 'id', 'lifecycle', 'site', 'serial'],
};

/** In this order and by what is there, so that it can be run again where it was cut short: MySQL does not roll back. */
const replace = async (
  runner: QueryRunner,
  old: typeof before,
  replacement: typeof before,
): Promise<void> => {
  const { indices = [] } = (await runner.getTable(table)) ?? {};
  const has = ({ name }: typeof before): boolean => indices.some((index) => index.name === name);
  if (!has(replacement)) await runner.createIndex(table, new TableIndex(replacement));
  if (has(old)) await runner.dropIndex(table, old.name);
};

export class IndexDeviceSearch1795392000140 implements MigrationInterface {
  readonly name = 'IndexDeviceSearch1795392000140';

  up(runner: QueryRunner): Promise<void> {
    return replace(runner, before, after);
  }

  down(runner: QueryRunner): Promise<void> {
    return replace(runner, after, before);
  }
}
