import { column, createTable, nullable, primary } from '@tutti/database';
import { createView } from '@tutti/runtime';
import { reachableDeviceView } from '@tutti/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const stamps = [column('changed_at', 'bigint'), column('version', 'bigint')];

const solutionColumns = [
  column('name', 'varchar', 64),
  column('task', 'varchar', 32),
  column('trainer', 'varchar', 63),
  column('newest_version', 'bigint'),
  column('versions', 'text'),
  column('retired', 'boolean'),
  ...stamps,
];

const streamColumns = [
  column('name', 'varchar', 64),
  nullable(column('description', 'varchar', 1024)),
  column('tags', 'text'),
  column('task', 'varchar', 32),
  column('solution_key', 'varchar', 63),
  column('solution_version', 'bigint'),
  column('parameters', 'text'),
  nullable(column('warning_score', 'double')),
  nullable(column('target', 'varchar', 2000)),
  column('gate', 'text'),
  column('datasets', 'text'),
  nullable(column('run_trigger', 'text')),
  column('created_at', 'bigint'),
  ...stamps,
];

const streamRunColumns = [
  column('newest_run_id', 'varchar', 36),
  column('newest_state', 'varchar', 16),
  column('open_runs', 'text'),
  column('asked_at', 'bigint'),
  column('labels_seen', 'text'),
];

const streamModelColumns = [
  nullable(column('stream_id', 'varchar', 36)),
  column('digest', 'varchar', 64),
  column('passes', 'boolean'),
  column('retired', 'boolean'),
  column('registered', 'bigint'),
];

const datasetColumns = [
  column('name', 'varchar', 64),
  column('task', 'varchar', 32),
  column('label_schema_id', 'varchar', 36),
];

const lookColumns = [
  primary(column('stream_id', 'varchar', 36)),
  column('at', 'bigint'),
  column('outcome', 'varchar', 16),
  column('detail', 'varchar', 512),
];

const resultColumns = [
  primary(column('stream_id', 'varchar', 36)),
  primary(column('at', 'bigint')),
  column('results', 'bigint'),
  column('warnings', 'bigint'),
];

const index = (view: string, name: string, ...columnNames: string[]) => ({
  name: `${view}_by_${name}`,
  columnNames: ['generation', ...columnNames],
});

const views = [
  { name: 'solution_list', columns: solutionColumns },
  { name: 'stream_list', columns: streamColumns, indices: [index('stream_list', 'name', 'name', 'id')] },
  { name: 'stream_run_list', columns: streamRunColumns },
  {
    name: 'stream_model_list',
    columns: streamModelColumns,
    indices: [
      index('stream_model_list', 'stream', 'stream_id', 'passes', 'retired', 'registered'),
      index('stream_model_list', 'digest', 'digest'),
    ],
  },
  { name: 'known_dataset_list', columns: datasetColumns },
  { name: 'label_tally', columns: [column('labels', 'bigint')] },
  reachableDeviceView,
];

/** Read models, which are filled again from the log; what triggers found when they looked last, and results by minute. */
export class CreateStreams1795737600200 implements MigrationInterface {
  readonly name = 'CreateStreams1795737600200';

  async up(runner: QueryRunner): Promise<void> {
    for (const view of views) await createView(runner, view);
    await createTable(runner, { name: 'stream_look', columns: lookColumns });
    await createTable(runner, {
      name: 'stream_result',
      columns: resultColumns,
      indices: [{ name: 'stream_result_by_age', columnNames: ['at'] }],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('stream_result');
    await runner.dropTable('stream_look');
    for (const { name } of views) await runner.dropTable(name);
  }
}
