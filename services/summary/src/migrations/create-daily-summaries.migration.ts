import { column } from '@tutti/database';
import { createView } from '@tutti/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const name = 'daily_summary_list';

/** What was said of each day, which is filled again from the log. */
export class CreateDailySummaries1795737601220 implements MigrationInterface {
  readonly name = 'CreateDailySummaries1795737601220';

  async up(runner: QueryRunner): Promise<void> {
    await createView(runner, {
      name,
      columns: [
        column('workspace', 'varchar', 64),
        column('time_zone', 'varchar', 64),
        column('revision', 'bigint'),
        column('figures', 'text'),
        column('row_count', 'bigint'),
        column('rows_digest', 'varchar', 64),
        column('rows_bytes', 'bigint'),
        column('composed_at', 'bigint'),
        column('so_far', 'boolean'),
        column('version', 'bigint'),
      ],
      indices: [{ name: 'daily_summary_list_by_rows', columnNames: ['generation', 'rows_digest'] }],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(name);
  }
}
