import type { MigrationInterface, QueryRunner } from 'typeorm';

const table = 'import_job';
const column = 'tries';

/** How often the work on an import was taken up since it last came on. Can be run again. */
export class AddImportTries1795737600150 implements MigrationInterface {
  readonly name = 'AddImportTries1795737600150';

  async up(runner: QueryRunner): Promise<void> {
    if (!(await runner.hasColumn(table, column)))
      await runner.query(`ALTER TABLE ${table} ADD COLUMN ${column} bigint NOT NULL DEFAULT 0`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropColumn(table, column);
  }
}
