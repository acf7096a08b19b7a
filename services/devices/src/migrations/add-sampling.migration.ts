import { column, createTable, dialectOf, nullable, primary } from '@tutti/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Added in place: TypeORM would copy a table of SQLite, and results are many. Null and 0 cost nothing on either. */
const added = [
  ['device_list', 'settings', 'text'],
  ['device_status', 'frames', 'text'],
  ['device_status', 'applied_sampling', 'text'],
  ['inference', 'warning', 'boolean NOT NULL DEFAULT 0'],
  ['inference_rollup', 'warnings', 'bigint NOT NULL DEFAULT 0'],
] as const;

const warning = {
  name: 'warning',
  columns: [
    primary(column('device_id', 'varchar', 26)),
    primary(column('model', 'varchar', 128)),
    primary(column('model_version', 'varchar', 64)),
    column('results', 'bigint'),
    nullable(column('lowest', 'double')),
    nullable(column('below', 'double')),
    nullable(column('since', 'bigint')),
    nullable(column('until', 'bigint')),
    nullable(column('telling', 'text')),
    nullable(column('told_at', 'bigint')),
  ],
};

/** Settings of devices, what devices make of them, and results below the warning score. Can be run again. */
export class AddSampling1795392000160 implements MigrationInterface {
  readonly name = 'AddSampling1795392000160';

  async up(runner: QueryRunner): Promise<void> {
    const text = dialectOf(runner.dataSource) === 'mysql' ? 'mediumtext' : 'text';
    for (const [table, name, type] of added)
      if (!(await runner.hasColumn(table, name)))
        await runner.query(`ALTER TABLE ${table} ADD COLUMN ${name} ${type === 'text' ? text : type}`);
    await createTable(runner, warning);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable('warning');
    for (const [table, name] of added) await runner.query(`ALTER TABLE ${table} DROP COLUMN ${name}`);
  }
}
