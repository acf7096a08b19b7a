import { column, nullable } from '@tutti/database';
import { createView } from '@tutti/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const name = 'rollout_list';

const columns = [
  column('name', 'varchar', 64),
  column('model_id', 'varchar', 36),
  column('model', 'text'),
  nullable(column('stream_id', 'varchar', 36)),
  column('mode', 'varchar', 16),
  column('wish', 'text'),
  column('step_minutes', 'text'),
  column('status', 'varchar', 32),
  nullable(column('paused', 'text')),
  column('cause', 'text'),
  column('cause_kind', 'varchar', 16),
  column('target', 'text'),
  column('group_list', 'text'),
  column('pacing', 'text'),
  column('approval', 'boolean'),
  nullable(column('approved_by', 'varchar', 128)),
  column('manifest_digest', 'varchar', 64),
  column('manifest_bytes', 'bigint'),
  column('excluded', 'bigint'),
  nullable(column('force_reason', 'varchar', 512)),
  nullable(column('reason', 'varchar', 512)),
  nullable(column('start_at', 'bigint')),
  nullable(column('join_until', 'bigint')),
  column('planned_at', 'bigint'),
  nullable(column('planned_by', 'varchar', 128)),
  nullable(column('started_at', 'bigint')),
  nullable(column('ended_at', 'bigint')),
  column('version', 'bigint'),
];

/** Rollouts as their own events tell them. */
export class CreateRollouts1795737600330 implements MigrationInterface {
  readonly name = 'CreateRollouts1795737600330';

  async up(runner: QueryRunner): Promise<void> {
    await createView(runner, {
      name,
      columns,
      indices: [
        { name: `${name}_by_time`, columnNames: ['generation', 'planned_at', 'id'] },
        { name: `${name}_by_status`, columnNames: ['generation', 'status', 'planned_at', 'id'] },
        { name: `${name}_by_model`, columnNames: ['generation', 'model_id', 'planned_at', 'id'] },
        { name: `${name}_by_stream`, columnNames: ['generation', 'stream_id', 'planned_at', 'id'] },
        { name: `${name}_by_manifest`, columnNames: ['generation', 'manifest_digest'] },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(name);
  }
}
