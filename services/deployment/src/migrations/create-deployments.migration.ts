import { column, createTable, nullable, primary } from '@tutti/database';
import { createView } from '@tutti/runtime';
import { createUsedTokens, fleetDeviceView } from '@tutti/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const deployments = [
  column('rollout_id', 'varchar', 36),
  column('device_id', 'varchar', 26),
  column('group_index', 'bigint'),
  column('attempt', 'bigint'),
  column('model_id', 'varchar', 36),
  column('model', 'text'),
  column('mode', 'varchar', 16),
  column('status', 'varchar', 24),
  nullable(column('step', 'varchar', 16)),
  nullable(column('deadline', 'bigint')),
  nullable(column('deferred_until', 'bigint')),
  nullable(column('failure', 'text')),
  nullable(column('failure_code', 'varchar', 64)),
  nullable(column('cancel_cause', 'varchar', 32)),
  nullable(column('cancel_refusal', 'varchar', 512)),
  nullable(column('results', 'bigint')),
  nullable(column('mean_score', 'double')),
  nullable(column('comparison', 'text')),
  nullable(column('late', 'text')),
  column('offered_at', 'bigint'),
  column('changed_at', 'bigint'),
  nullable(column('ended_at', 'bigint')),
  column('version', 'bigint'),
  column('standing', 'text'),
  column('terms', 'text'),
];

const installations = [
  column('device_id', 'varchar', 26),
  column('deployment_id', 'varchar', 36),
  column('how', 'varchar', 16),
  nullable(column('model', 'text')),
  nullable(column('model_id', 'varchar', 36)),
  column('at', 'bigint'),
  column('position', 'bigint'),
  column('version', 'bigint'),
];

const progress = [
  primary(column('deployment_id', 'varchar', 36)),
  column('kind', 'varchar', 16),
  column('done', 'bigint'),
  nullable(column('total', 'bigint')),
  nullable(column('mean_score', 'double')),
  column('at', 'bigint'),
];

const index = (table: string, name: string, ...columnNames: string[]) => ({
  name: `${table}_by_${name}`,
  columnNames: ['generation', ...columnNames],
});

/** Deployments and what judged when; devices by their keys; how far deployments have come, which the log does not hold. */
export class CreateDeployments1795824000110 implements MigrationInterface {
  readonly name = 'CreateDeployments1795824000110';

  async up(runner: QueryRunner): Promise<void> {
    await createView(runner, {
      name: 'deployment_list',
      columns: deployments,
      indices: [
        index('deployment_list', 'time', 'offered_at', 'id'),
        index('deployment_list', 'rollout', 'rollout_id', 'group_index', 'status'),
        index('deployment_list', 'rollout_time', 'rollout_id', 'offered_at', 'id'),
        index('deployment_list', 'change', 'changed_at', 'id'),
        index('deployment_list', 'device', 'device_id', 'offered_at', 'id'),
        index('deployment_list', 'device_end', 'device_id', 'ended_at'),
        index('deployment_list', 'model', 'model_id', 'offered_at', 'id'),
      ],
    });
    await createView(runner, {
      name: 'installation_list',
      columns: installations,
      indices: [
        index('installation_list', 'device', 'device_id', 'position', 'version', 'at'),
        index('installation_list', 'position', 'position', 'id'),
      ],
    });
    await createView(runner, fleetDeviceView);
    await createTable(runner, {
      name: 'deployment_progress',
      columns: progress,
      indices: [{ name: 'deployment_progress_by_at', columnNames: ['at'] }],
    });
    await createUsedTokens(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of [
      'used_token',
      'deployment_progress',
      'fleet_device_list',
      'installation_list',
      'deployment_list',
    ])
      await runner.dropTable(name);
  }
}
