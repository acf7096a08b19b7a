import { createTable } from '@tutti/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateLastSignIn1795737600100 implements MigrationInterface {
  readonly name = 'CreateLastSignIn1795737600100';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'last_sign_in',
      columns: [
        { name: 'user_id', type: 'varchar', length: '64', isPrimary: true },
        { name: 'signed_in_at', type: 'bigint' },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('last_sign_in');
  }
}
