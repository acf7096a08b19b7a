import { column, nullable } from '@tutti/database';
import { createView } from '@tutti/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Read models: they can be dropped and are filled again from the log. */
export class CreateWorkspaces1795737601200 implements MigrationInterface {
  readonly name = 'CreateWorkspaces1795737601200';

  async up(runner: QueryRunner): Promise<void> {
    await createView(runner, {
      name: 'workspace_list',
      columns: [
        column('added_at', 'bigint'),
        nullable(column('added_by', 'varchar', 128)),
        nullable(column('newest', 'text')),
        nullable(column('console_at', 'varchar', 512)),
        column('removed', 'boolean'),
      ],
    });
    await createView(runner, {
      name: 'workspace_day_list',
      columns: [
        column('workspace_id', 'varchar', 63),
        column('day', 'varchar', 10),
        column('revision', 'bigint'),
        column('composed_at', 'bigint'),
        column('received_at', 'bigint'),
        column('time_zone', 'varchar', 64),
        column('so_far', 'boolean'),
        column('figures', 'text'),
        column('row_count', 'bigint'),
        column('rows_digest', 'varchar', 64),
      ],
      indices: [
        {
          name: 'workspace_day_list_by_day',
          columnNames: ['generation', 'workspace_id', 'day'],
        },
        { name: 'workspace_day_list_by_rows', columnNames: ['generation', 'rows_digest'] },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('workspace_day_list');
    await runner.dropTable('workspace_list');
  }
}
