import { createTable } from '@tutti/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What is filled beside the live generation of a projection. */
export class CreateRebuild1795651200000 implements MigrationInterface {
  readonly name = 'CreateRebuild1795651200000';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'runtime_rebuild',
      columns: [
        { name: 'name', type: 'varchar', length: '128', isPrimary: true },
        { name: 'state', type: 'varchar', length: '16' },
        { name: 'reason', type: 'varchar', length: '16' },
        { name: 'asked_by', type: 'varchar', length: '128' },
        { name: 'started_at', type: 'datetime' },
        { name: 'ended_at', type: 'datetime', isNullable: true },
        { name: 'swept', type: 'boolean' },
        { name: 'generation', type: 'integer' },
        { name: 'version', type: 'integer' },
        { name: 'shape', type: 'varchar', length: '64' },
        { name: 'incarnation', type: 'varchar', length: '64' },
        { name: 'position', type: 'bigint' },
        { name: 'commit_id', type: 'varchar', length: '64' },
        { name: 'revision', type: 'bigint' },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('runtime_rebuild');
  }
}
