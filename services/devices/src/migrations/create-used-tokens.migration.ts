import { createUsedTokens } from '@tutti/service-kit';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateUsedTokens1795392000120 implements MigrationInterface {
  readonly name = 'CreateUsedTokens1795392000120';

  async up(runner: QueryRunner): Promise<void> {
    await createUsedTokens(runner);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('used_token');
  }
}
