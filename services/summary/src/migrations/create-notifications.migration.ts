import { column } from '@tutti/database';
import { createView } from '@tutti/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const notifications = 'notification_list';
const inboxes = 'inbox_list';

/** Read models, which are filled from the log. */
export class CreateNotifications1795824100000 implements MigrationInterface {
  readonly name = 'CreateNotifications1795824100000';

  async up(runner: QueryRunner): Promise<void> {
    await createView(runner, {
      name: notifications,
      columns: [
        column('code', 'varchar', 64),
        column('category', 'varchar', 16),
        column('severity', 'bigint'),
        column('source', 'text'),
        column('at', 'bigint'),
        column('last_at', 'bigint'),
        column('times', 'bigint'),
        column('others', 'text'),
        column('info', 'text'),
        column('position', 'bigint'),
      ],
      indices: [
        { name: `${notifications}_by_time`, columnNames: ['generation', 'last_at', 'id'] },
        { name: `${notifications}_by_position`, columnNames: ['generation', 'position'] },
      ],
    });
    await createView(runner, {
      name: inboxes,
      columns: [
        column('read_up_to', 'bigint'),
        column('read_ids', 'text'),
        column('dismissed_ids', 'text'),
        column('preferences', 'text'),
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const table of [inboxes, notifications]) await runner.dropTable(table);
  }
}
