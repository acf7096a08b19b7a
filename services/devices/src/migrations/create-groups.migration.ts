import { createView } from '@tutti/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';
import { column, nullable } from '@tutti/database';

/** A read model: it can be dropped and is filled again from the log. */
export class CreateDeviceGroups1795392000130 implements MigrationInterface {
  readonly name = 'CreateDeviceGroups1795392000130';

  async up(runner: QueryRunner): Promise<void> {
    await createView(runner, {
      name: 'device_group_list',
      columns: [
        column('name', 'varchar', 64),
        nullable(column('description', 'varchar', 256)),
        column('rsql', 'varchar', 2000),
        column('changed_at', 'bigint'),
        column('version', 'bigint'),
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('device_group_list');
  }
}
