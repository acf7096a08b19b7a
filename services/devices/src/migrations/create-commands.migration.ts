import { column, createTable, nullable, primary } from '@tutti/database';
import { createView } from '@tutti/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const listColumns = [
  column('device_id', 'varchar', 26),
  column('kind', 'varchar', 32),
  column('command_order', 'text'),
  column('status', 'varchar', 16),
  column('issued_at', 'bigint'),
  nullable(column('issued_by', 'varchar', 128)),
  column('deadline', 'bigint'),
  nullable(column('accepted_at', 'bigint')),
  nullable(column('finished_at', 'bigint')),
  nullable(column('result', 'text')),
  nullable(column('failure', 'text')),
  nullable(column('cancel_cause', 'varchar', 32)),
  nullable(column('cancel_refusal', 'varchar', 512)),
  nullable(column('late', 'text')),
  column('version', 'bigint'),
];

const progressColumns = [
  primary(column('command_id', 'varchar', 36)),
  column('step', 'varchar', 16),
  column('share', 'double'),
  column('at', 'bigint'),
];

const fileColumns = [
  primary(column('owner', 'varchar', 128)),
  primary(column('sha256', 'varchar', 64)),
  column('size', 'bigint'),
  column('type', 'varchar', 32),
  column('created_at', 'bigint'),
];

/** Commands to devices: their list, how far they are, and the bytes that belong to them. */
export class CreateDeviceCommands1795392000110 implements MigrationInterface {
  readonly name = 'CreateDeviceCommands1795392000110';

  async up(runner: QueryRunner): Promise<void> {
    await createView(runner, {
      name: 'device_command_list',
      columns: listColumns,
      indices: [
        { name: 'device_command_list_by_device', columnNames: ['generation', 'device_id', 'issued_at'] },
        { name: 'device_command_list_by_issued_at', columnNames: ['generation', 'issued_at'] },
      ],
    });
    await createTable(runner, {
      name: 'command_progress',
      columns: progressColumns,
      indices: [{ name: 'command_progress_by_at', columnNames: ['at'] }],
    });
    await createTable(runner, {
      name: 'command_file',
      columns: fileColumns,
      indices: [
        { name: 'command_file_by_created_at', columnNames: ['created_at'] },
        { name: 'command_file_by_sha256', columnNames: ['sha256'] },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['command_file', 'command_progress', 'device_command_list'])
      await runner.dropTable(name);
  }
}
