import { column, createTable, nullable, primary } from '@tutti/database';
import { createView } from '@tutti/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const numbers = (...names: readonly string[]) => names.map((name) => column(name, 'bigint'));

const views = [
  {
    name: 'device_tally',
    columns: [
      column('name', 'varchar', 64),
      nullable(column('site', 'varchar', 64)),
      column('lifecycle', 'varchar', 16),
      column('past', 'text'),
      column('online', 'boolean'),
      ...numbers('changed_at', 'silent_since'),
    ],
  },
  {
    name: 'device_quarter_tally',
    columns: [
      column('device_id', 'varchar', 26),
      ...numbers('at', 'requested', 'registered', 'rejected', 'suspended', 'resumed', 'retired'),
      ...numbers('went_online', 'went_offline', 'faults', 'warnings', 'low_scores'),
      nullable(column('online_before', 'boolean')),
      nullable(column('silent_since', 'bigint')),
      nullable(column('fault', 'varchar', 64)),
      column('low_by_model', 'text'),
    ],
    indices: [
      { name: 'device_quarter_tally_by_time', columnNames: ['generation', 'at'] },
      { name: 'device_quarter_tally_by_age', columnNames: ['at'] },
      { name: 'device_quarter_tally_by_device', columnNames: ['generation', 'device_id', 'at'] },
    ],
  },
  {
    name: 'dataset_quarter_tally',
    columns: [
      ...numbers('at', 'created', 'pictures', 'labelled', 'reviewed', 'versions'),
      ...numbers('imports_finished', 'imports_failed'),
    ],
    indices: [
      { name: 'dataset_quarter_tally_by_time', columnNames: ['generation', 'at'] },
      { name: 'dataset_quarter_tally_by_age', columnNames: ['at'] },
    ],
  },
  {
    name: 'stream_tally',
    columns: [
      column('name', 'varchar', 64),
      column('solution_key', 'varchar', 63),
      column('solution_version', 'bigint'),
    ],
  },
  { name: 'solution_tally', columns: [column('name', 'varchar', 64)] },
  {
    name: 'model_tally',
    columns: [
      column('digest', 'varchar', 64),
      column('name', 'varchar', 64),
      column('model_version', 'varchar', 32),
      nullable(column('stream_id', 'varchar', 36)),
      nullable(column('solution_key', 'varchar', 63)),
      nullable(column('solution_version', 'bigint')),
      nullable(column('run_id', 'varchar', 36)),
    ],
  },
  {
    name: 'run_tally',
    columns: [
      column('stream_id', 'varchar', 36),
      column('name', 'varchar', 64),
      column('status', 'varchar', 16),
      nullable(column('started_at', 'bigint')),
      nullable(column('ended_at', 'bigint')),
      column('seconds', 'double'),
      nullable(column('score', 'double')),
    ],
    indices: [{ name: 'run_tally_by_end', columnNames: ['generation', 'ended_at'] }],
  },
  {
    name: 'rollout_tally',
    columns: [
      column('name', 'varchar', 64),
      column('model', 'varchar', 128),
      column('status', 'varchar', 16),
      column('past', 'text'),
      nullable(column('started_at', 'bigint')),
      nullable(column('ended_at', 'bigint')),
      column('changed_at', 'bigint'),
      nullable(column('succeeded', 'bigint')),
      nullable(column('failed', 'bigint')),
    ],
  },
  {
    name: 'rollout_quarter_tally',
    columns: [
      column('rollout_id', 'varchar', 36),
      ...numbers('at', 'confirmed', 'otherwise', 'rolled_back', 'failed'),
    ],
    indices: [
      { name: 'rollout_quarter_tally_by_time', columnNames: ['generation', 'at'] },
      { name: 'rollout_quarter_tally_by_age', columnNames: ['at'] },
      { name: 'rollout_quarter_tally_by_rollout', columnNames: ['generation', 'rollout_id', 'at'] },
    ],
  },
];

const sums = [
  column('results', 'bigint'),
  column('volume', 'double'),
  column('score_sum', 'double'),
  column('failures', 'bigint'),
];
const bins = Array.from({ length: 20 }, (_, bin) => column(`bin${bin}`, 'bigint'));

/** Sums of telemetry, which nothing fills again, and what was counted of each journal. */
const tables = [
  {
    name: 'device_result_tally',
    columns: [
      primary(column('at', 'bigint')),
      primary(column('device_id', 'varchar', 26)),
      primary(column('digest', 'varchar', 64)),
      ...sums,
      column('last_at', 'bigint'),
    ],
  },
  {
    name: 'model_result_tally',
    columns: [primary(column('at', 'bigint')), primary(column('digest', 'varchar', 64)), ...sums, ...bins],
  },
  {
    name: 'reported_model',
    columns: [
      primary(column('digest', 'varchar', 64)),
      column('name', 'varchar', 128),
      column('model_version', 'varchar', 64),
    ],
  },
  {
    name: 'counted_journal',
    columns: [
      primary(column('device_id', 'varchar', 26)),
      primary(column('journal', 'varchar', 64)),
      column('ranges', 'text'),
      column('heard_at', 'bigint'),
    ],
    indices: [{ name: 'counted_journal_by_age', columnNames: ['heard_at'] }],
  },
];

/** What a day's figures are made of: read models, which are filled again from the log, and sums of telemetry. */
export class CreateTally1795737601210 implements MigrationInterface {
  readonly name = 'CreateTally1795737601210';

  async up(runner: QueryRunner): Promise<void> {
    for (const view of views) await createView(runner, view);
    for (const table of tables) await createTable(runner, table);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const { name } of [...tables, ...views]) await runner.dropTable(name);
  }
}
