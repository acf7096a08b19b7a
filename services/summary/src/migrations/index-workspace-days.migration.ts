import type { MigrationInterface, QueryRunner } from 'typeorm';

const table = 'workspace_day_list';
const index = `${table}_by_all_days`;

/** Days of all workspaces in the order in which their rows are listed. Can be run again. */
export class IndexWorkspaceDays1795824100030 implements MigrationInterface {
  readonly name = 'IndexWorkspaceDays1795824100030';

  async up(runner: QueryRunner): Promise<void> {
    const { indices = [] } = (await runner.getTable(table)) ?? {};
    if (!indices.some(({ name }) => name === index))
      await runner.query(`CREATE INDEX ${index} ON ${table} (generation, day DESC, workspace_id)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropIndex(table, index);
  }
}
