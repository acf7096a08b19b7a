import { column, createTable, nullable, primary } from '@tutti/database';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const name = 'import_job';

const columns = [
  primary(column('id', 'varchar', 36)),
  column('dataset_id', 'varchar', 36),
  column('dry_run', 'boolean'),
  column('kind', 'varchar', 16),
  column('source', 'text'),
  nullable(column('archive_digest', 'varchar', 64)),
  column('state', 'varchar', 16),
  nullable(column('cancelled_by', 'varchar', 128)),
  column('phase', 'varchar', 16),
  nullable(column('format', 'varchar', 16)),
  column('missing', 'text'),
  nullable(column('total', 'bigint')),
  column('done', 'bigint'),
  nullable(column('place', 'varchar', 1024)),
  column('added', 'bigint'),
  column('known', 'bigint'),
  column('labelled', 'bigint'),
  column('refused', 'bigint'),
  column('report', 'text'),
  nullable(column('report_digest', 'varchar', 64)),
  nullable(column('code', 'varchar', 64)),
  nullable(column('message', 'varchar', 512)),
  column('started_at', 'bigint'),
  nullable(column('started_by', 'varchar', 128)),
  column('changed_at', 'bigint'),
  nullable(column('ended_at', 'bigint')),
  column('term', 'bigint'),
];

/** Imports: how far each has come. Not in the log, and part of a backup. */
export class CreateImports1795737600120 implements MigrationInterface {
  readonly name = 'CreateImports1795737600120';

  async up(runner: QueryRunner): Promise<void> {
    await createTable(runner, {
      name,
      columns,
      indices: [
        { name: `${name}_by_dataset`, columnNames: ['dataset_id', 'started_at', 'id'] },
        { name: `${name}_by_state`, columnNames: ['state', 'started_at'] },
        { name: `${name}_by_archive`, columnNames: ['archive_digest'] },
        { name: `${name}_by_report`, columnNames: ['report_digest'] },
      ],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(name);
  }
}
