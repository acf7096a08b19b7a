import { createTable } from '@tutti/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateSignInAttempts1795392000101 implements MigrationInterface {
  readonly name = 'CreateSignInAttempts1795392000101';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'sign_in_attempt',
      columns: [
        { name: 'id', type: 'varchar', length: '64', isPrimary: true },
        { name: 'failures', type: 'integer' },
        { name: 'next_at', type: 'bigint' },
        { name: 'last_at', type: 'bigint' },
      ],
      indices: [{ name: 'sign_in_attempt_by_last_at', columnNames: ['last_at'] }],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('sign_in_attempt');
  }
}
