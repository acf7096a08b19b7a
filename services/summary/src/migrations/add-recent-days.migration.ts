import { column, nullable } from '@tutti/database';
import { TableColumn, type MigrationInterface, type QueryRunner } from 'typeorm';

const table = 'workspace_list';
const recent = nullable(column('recent', 'text'));

/** Results of the newest days of a workspace; older code writes none. Can be run again. */
export class AddRecentDays1795824100040 implements MigrationInterface {
  readonly name = 'AddRecentDays1795824100040';

  async up(runner: QueryRunner): Promise<void> {
    if (!(await runner.hasColumn(table, recent.name))) await runner.addColumn(table, new TableColumn(recent));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn(table, recent.name);
  }
}
