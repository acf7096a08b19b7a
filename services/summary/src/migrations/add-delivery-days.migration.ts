import { column, nullable } from '@tutti/database';
import { TableColumn, TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

const table = 'delivery_list';
const day = nullable(column('day', 'varchar', 10));
const byDay = {
  name: 'delivery_list_by_day',
  columnNames: ['generation', 'day', 'requested_at', 'id'],
};

const hasIndex = async (runner: QueryRunner): Promise<boolean> =>
  (await runner.getTable(table))?.indices.some(({ name }) => name === byDay.name) === true;

/** Of which day a summary is that was delivered. Can be run again. */
export class AddDeliveryDays1795834800030 implements MigrationInterface {
  readonly name = 'AddDeliveryDays1795834800030';

  async up(runner: QueryRunner): Promise<void> {
    if (!(await runner.hasColumn(table, day.name))) await runner.addColumn(table, new TableColumn(day));
    if (!(await hasIndex(runner))) await runner.createIndex(table, new TableIndex(byDay));
  }

  async down(runner: QueryRunner): Promise<void> {
    if (await hasIndex(runner)) await runner.dropIndex(table, byDay.name);
    if (await runner.hasColumn(table, day.name)) await runner.dropColumn(table, day.name);
  }
}
