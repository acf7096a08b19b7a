import { column, createTable, nullable, primary } from '@tutti/database';
import { createView } from '@tutti/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const name = 'run_list';

const columns = [
  column('stream_id', 'varchar', 36),
  column('name', 'varchar', 64),
  column('task', 'varchar', 32),
  column('solution', 'text'),
  column('parameters', 'text'),
  column('source', 'text'),
  column('run_key', 'varchar', 128),
  column('cause', 'text'),
  column('cause_kind', 'varchar', 16),
  column('state', 'varchar', 16),
  column('ready', 'boolean'),
  nullable(column('after_run', 'varchar', 36)),
  column('steps', 'text'),
  column('attempt', 'bigint'),
  nullable(column('claim_id', 'varchar', 36)),
  nullable(column('worker', 'varchar', 128)),
  nullable(column('failure', 'text')),
  nullable(column('metrics', 'text')),
  nullable(column('baseline', 'text')),
  nullable(column('gate', 'text')),
  column('labels_seen', 'text'),
  column('seed', 'bigint'),
  nullable(column('requested_by', 'varchar', 128)),
  column('requested_at', 'bigint'),
  nullable(column('started_at', 'bigint')),
  nullable(column('ended_at', 'bigint')),
  column('version', 'bigint'),
];

const progress = [
  primary(column('run_id', 'varchar', 36)),
  column('claim_id', 'varchar', 36),
  column('attempt', 'bigint'),
  column('seq', 'bigint'),
  column('step', 'varchar', 32),
  column('step_at', 'bigint'),
  nullable(column('progress', 'double')),
  nullable(column('message', 'varchar', 256)),
  column('skipped', 'text'),
  column('heard_at', 'bigint'),
  column('points', 'bigint'),
  column('log_lines', 'bigint'),
];

const points = [
  primary(column('run_id', 'varchar', 36)),
  primary(column('attempt', 'bigint')),
  primary(column('seq', 'bigint')),
  column('at', 'bigint'),
  column('points', 'text'),
];

const lines = [
  primary(column('run_id', 'varchar', 36)),
  primary(column('seq', 'bigint')),
  column('at', 'bigint'),
  column('attempt', 'bigint'),
  column('line', 'varchar', 2000),
];

const files = [
  primary(column('run_id', 'varchar', 36)),
  primary(column('digest', 'varchar', 64)),
  column('bytes', 'bigint'),
];

/** Runs as the log tells them; and what their trainers said and sent, which the log does not hold: part of a backup. */
export class CreateRuns1795737600210 implements MigrationInterface {
  readonly name = 'CreateRuns1795737600210';

  async up(runner: QueryRunner): Promise<void> {
    await createView(runner, {
      name,
      columns,
      indices: [
        { name: `${name}_by_time`, columnNames: ['generation', 'requested_at', 'id'] },
        { name: `${name}_by_stream`, columnNames: ['generation', 'stream_id', 'requested_at', 'id'] },
        { name: `${name}_by_state`, columnNames: ['generation', 'state', 'requested_at', 'id'] },
      ],
    });
    await createTable(runner, { name: 'run_progress', columns: progress });
    for (const [table, columns] of [
      ['run_points', points],
      ['run_log', lines],
    ] as const)
      await createTable(runner, {
        name: table,
        columns,
        indices: [{ name: `${table}_by_age`, columnNames: ['at'] }],
      });
    await createTable(runner, {
      name: 'run_file',
      columns: files,
      indices: [{ name: 'run_file_by_digest', columnNames: ['digest'] }],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of ['run_file', 'run_log', 'run_points', 'run_progress', name])
      await runner.dropTable(table);
  }
}
