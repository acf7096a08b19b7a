import { column, createTable, nullable, primary } from '@tutti/database';
import { createView } from '@tutti/runtime';
import { reachableDeviceView } from '@tutti/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const views = [
  reachableDeviceView,
  {
    name: 'introduction_list',
    columns: [
      column('arch', 'varchar', 32),
      column('memory_bytes', 'bigint'),
      column('agent_version', 'varchar', 64),
      column('in_fleet', 'boolean'),
      nullable(column('waiting', 'text')),
    ],
  },
  {
    name: 'saved_group_list',
    columns: [column('name', 'varchar', 64), column('rsql', 'varchar', 2000)],
  },
  {
    name: 'deployable_model_list',
    columns: [
      column('name', 'varchar', 64),
      column('model_version', 'varchar', 32),
      nullable(column('stream_id', 'varchar', 36)),
      column('task', 'varchar', 32),
      column('digest', 'varchar', 64),
      column('bytes', 'bigint'),
      column('gate', 'varchar', 8),
      column('signed', 'boolean'),
      column('retired', 'boolean'),
      column('registered', 'bigint'),
    ],
    indices: [
      {
        name: 'deployable_model_list_by_stream',
        columnNames: ['generation', 'stream_id', 'registered'],
      },
    ],
  },
  {
    name: 'deploying_stream_list',
    columns: [
      column('name', 'varchar', 64),
      nullable(column('warning_score', 'double')),
      column('deleted', 'boolean'),
    ],
  },
  {
    name: 'rollout_template_list',
    columns: [
      column('template', 'text'),
      column('changed_at', 'bigint'),
      nullable(column('changed_by', 'varchar', 128)),
      column('version', 'bigint'),
    ],
  },
];

const factColumns = [
  primary(column('id', 'varchar', 26)),
  nullable(column('agent_version', 'varchar', 64)),
  nullable(column('runtime', 'varchar', 16)),
  nullable(column('model', 'varchar', 128)),
  nullable(column('model_version', 'varchar', 64)),
  nullable(column('model_digest', 'varchar', 64)),
  nullable(column('model_task', 'varchar', 16)),
  nullable(column('heard_at', 'bigint')),
  nullable(column('memory_bytes', 'bigint')),
  nullable(column('spare_disk_bytes', 'bigint')),
  nullable(column('measured_at', 'bigint')),
];

/** Read models that plans and templates are made of, which are filled again from the log; what devices said last. */
export class CreatePlans1795737600300 implements MigrationInterface {
  readonly name = 'CreatePlans1795737600300';

  async up(runner: QueryRunner): Promise<void> {
    for (const view of views) await createView(runner, view);
    await createTable(runner, { name: 'device_facts', columns: factColumns });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('device_facts');
    for (const { name } of views) await runner.dropTable(name);
  }
}
