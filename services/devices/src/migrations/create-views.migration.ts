import { createView } from '@tutti/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, nullable } from '@tutti/database';

const deviceColumns = [
  column('serial', 'varchar', 64),
  column('name', 'varchar', 64),
  nullable(column('description', 'varchar', 1024)),
  nullable(column('site', 'varchar', 64)),
  nullable(column('location', 'text')),
  column('tags', 'text'),
  column('lifecycle', 'varchar', 16),
  column('hardware', 'text'),
  column('os', 'text'),
  column('agent_version', 'varchar', 64),
  nullable(column('note', 'varchar', 128)),
  column('public_key', 'varchar', 56),
  column('requested_at', 'bigint'),
  nullable(column('registered_at', 'bigint')),
  nullable(column('connection', 'varchar', 16)),
  nullable(column('waiting', 'text')),
  column('version', 'bigint'),
];

const tokenColumns = [
  nullable(column('note', 'varchar', 128)),
  column('expires_at', 'bigint'),
  column('max_uses', 'bigint'),
  column('uses', 'bigint'),
  column('auto_accept', 'boolean'),
  nullable(column('site', 'varchar', 64)),
  column('tags', 'text'),
  column('revoked', 'boolean'),
  column('issued_at', 'bigint'),
  column('version', 'bigint'),
];

const revocationColumns = [
  nullable(column('public_key', 'varchar', 56)),
  nullable(column('suspended_at', 'bigint')),
  column('former', 'text'),
  nullable(column('revoked_at', 'bigint')),
];

const views = ['device_list', 'enrolment_token_list', 'revocation'];

/** Read models: they can be dropped and are filled again from the log. */
export class CreateDeviceViews1795392000100 implements MigrationInterface {
  readonly name = 'CreateDeviceViews1795392000100';

  async up(runner: QueryRunner): Promise<void> {
    await createView(runner, {
      name: 'device_list',
      columns: deviceColumns,
      indices: [
        { name: 'device_list_by_name', columnNames: ['generation', 'name'] },
        { name: 'device_list_by_lifecycle', columnNames: ['generation', 'lifecycle'] },
      ],
    });
    await createView(runner, { name: 'enrolment_token_list', columns: tokenColumns });
    await createView(runner, {
      name: 'revocation',
      columns: revocationColumns,
      indices: [{ name: 'revocation_by_revoked_at', columnNames: ['generation', 'revoked_at'] }],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const view of views) await runner.dropTable(view);
  }
}
