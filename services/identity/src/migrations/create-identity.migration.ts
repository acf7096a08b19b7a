import { createTable } from '@tutti/database';
import { createView } from '@tutti/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The list of users (a read model) and the sessions (primary). */
export class CreateIdentity1795392000100 implements MigrationInterface {
  readonly name = 'CreateIdentity1795392000100';

  async up(runner: QueryRunner): Promise<void> {
    await createView(runner, {
      name: 'user_list',
      columns: [
        { name: 'role', type: 'varchar', length: '16' },
        { name: 'disabled', type: 'boolean' },
        { name: 'must_change_password', type: 'boolean' },
        { name: 'created_at', type: 'bigint' },
        { name: 'last_signed_in_at', type: 'bigint', isNullable: true },
        { name: 'version', type: 'bigint' },
      ],
      indices: [{ name: 'user_list_by_created_at', columnNames: ['generation', 'created_at'] }],
    });
    await createTable(runner, {
      name: 'session',
      columns: [
        { name: 'id', type: 'varchar', length: '32', isPrimary: true },
        { name: 'user_id', type: 'varchar', length: '64' },
        { name: 'secret_hash', type: 'varchar', length: '64' },
        { name: 'created_at', type: 'bigint' },
        { name: 'used_at', type: 'bigint' },
        { name: 'ended_at', type: 'bigint', isNullable: true },
      ],
      indices: [
        { name: 'session_by_user_id', columnNames: ['user_id'] },
        { name: 'session_by_created_at', columnNames: ['created_at'] },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('session');
    await runner.dropTable('user_list');
  }
}
