import { column, createTable, primary } from '@tutti/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Primary, for two minutes: dropping it lets a token that was overheard be used once more. */
export class CreateUsedTokens1795392000120 implements MigrationInterface {
  readonly name = 'CreateUsedTokens1795392000120';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name: 'used_token',
      columns: [
        primary(column('device_id', 'varchar', 26)),
        primary(column('jti', 'varchar', 64)),
        column('usable_until', 'bigint'),
      ],
      indices: [{ name: 'used_token_by_usable_until', columnNames: ['usable_until'] }],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('used_token');
  }
}
