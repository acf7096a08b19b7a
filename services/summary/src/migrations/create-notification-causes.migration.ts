import { column, createTable, nullable, primary } from '@tutti/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const causes = 'notification_cause';
const matters = 'notification_matter';
const disks = 'low_disk';

/** Primary: what is to be told, what was told last, and which disks are known to be full. */
export class CreateNotificationCauses1795824100010 implements MigrationInterface {
  readonly name = 'CreateNotificationCauses1795824100010';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: causes,
      columns: [
        primary(column('id', 'varchar', 64)),
        column('matter', 'varchar', 255),
        column('source', 'varchar', 128),
        column('tell', 'text'),
        column('at', 'bigint'),
        column('last_at', 'bigint'),
        column('added_at', 'bigint'),
        column('times', 'bigint'),
        nullable(column('batch', 'varchar', 36)),
        nullable(column('told_at', 'bigint')),
      ],
      indices: [
        { name: `${causes}_by_telling`, columnNames: ['told_at', 'matter', 'at'] },
        { name: `${causes}_by_source`, columnNames: ['source', 'told_at'] },
        { name: `${causes}_by_batch`, columnNames: ['batch', 'at'] },
      ],
    });
    await createTable(runner, {
      name: matters,
      columns: [
        primary(column('id', 'varchar', 255)),
        column('notification_id', 'varchar', 36),
        column('code', 'varchar', 64),
        column('raised_at', 'bigint'),
        column('last_at', 'bigint'),
        column('told_at', 'bigint'),
        column('repeats', 'bigint'),
        column('times', 'bigint'),
      ],
      indices: [{ name: `${matters}_by_age`, columnNames: ['told_at'] }],
    });
    await createTable(runner, {
      name: disks,
      columns: [primary(column('device_id', 'varchar', 26)), column('since', 'bigint')],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [disks, matters, causes]) await runner.dropTable(table);
  }
}
