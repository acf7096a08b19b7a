import type { MigrationInterface, QueryRunner } from 'typeorm';

const table = 'low_disk';
const column = 'critical';

/** Whether people were told that next to nothing is free. Can be run again. */
export class AddCriticalDisks1795824100020 implements MigrationInterface {
  readonly name = 'AddCriticalDisks1795824100020';

  async up(runner: QueryRunner): Promise<void> {
    if (!(await runner.hasColumn(table, column)))
      await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column} boolean NOT NULL DEFAULT 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn(table, column);
  }
}
