import { column } from '@tutti/database';
import { createView } from '@tutti/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const table = 'stream_rollout_list';

/** A read model, which is filled from the log. */
export class CreateStreamRollouts1795824000000 implements MigrationInterface {
  readonly name = 'CreateStreamRollouts1795824000000';

  async up(runner: QueryRunner): Promise<void> {
    await createView(runner, {
      name: table,
      columns: [
        column('stream_id', 'varchar', 36),
        column('status', 'varchar', 16),
        column('started', 'bigint'),
        column('started_at', 'bigint'),
      ],
      indices: [{ name: `${table}_by_stream`, columnNames: ['generation', 'stream_id', 'started'] }],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(table);
  }
}
