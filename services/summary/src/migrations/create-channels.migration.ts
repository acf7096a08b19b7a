import { column, nullable } from '@tutti/database';
import { createView } from '@tutti/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const channels = [
  column('name', 'varchar', 64),
  column('kind', 'varchar', 16),
  column('shown_as', 'varchar', 300),
  column('route', 'text'),
  column('from_environment', 'boolean'),
  column('enabled', 'boolean'),
  column('works', 'boolean'),
  nullable(column('attention', 'text')),
  column('removed', 'boolean'),
  column('defined_at', 'bigint'),
  column('waiting', 'bigint'),
  nullable(column('last_accepted_at', 'bigint')),
  column('version', 'bigint'),
];

const deliveries = [
  column('channel_id', 'varchar', 36),
  column('about', 'text'),
  column('title', 'varchar', 200),
  column('status', 'varchar', 16),
  column('attempts', 'bigint'),
  column('requested_at', 'bigint'),
  nullable(column('ended_at', 'bigint')),
  nullable(column('retry_at', 'bigint')),
  nullable(column('failure', 'text')),
  column('version', 'bigint'),
];

/** Ways out to people and programs, and what went out by them. */
export class CreateChannels1795800000200 implements MigrationInterface {
  readonly name = 'CreateChannels1795800000200';

  async up(runner: QueryRunner): Promise<void> {
    await createView(runner, {
      name: 'channel_list',
      columns: channels,
      indices: [{ name: 'channel_list_by_name', columnNames: ['generation', 'name', 'id'] }],
    });
    await createView(runner, {
      name: 'delivery_list',
      columns: deliveries,
      indices: [
        { name: 'delivery_list_by_time', columnNames: ['generation', 'requested_at', 'id'] },
        { name: 'delivery_list_by_channel', columnNames: ['generation', 'channel_id', 'requested_at', 'id'] },
        { name: 'delivery_list_by_status', columnNames: ['generation', 'status', 'requested_at', 'id'] },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('delivery_list');
    await runner.dropTable('channel_list');
  }
}
