import { column, createTable, nullable, primary } from '@tutti/database';
import { createView } from '@tutti/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const models = [
  column('name', 'varchar', 64),
  column('model_version', 'varchar', 32),
  nullable(column('stream_id', 'varchar', 36)),
  nullable(column('solution', 'text')),
  column('task', 'varchar', 32),
  column('labels', 'text'),
  column('artifact_digest', 'varchar', 64),
  column('artifact_bytes', 'bigint'),
  column('signature', 'text'),
  column('origin', 'text'),
  column('origin_kind', 'varchar', 16),
  column('data', 'text'),
  nullable(column('metrics', 'text')),
  nullable(column('evaluation_digest', 'varchar', 64)),
  nullable(column('baseline', 'text')),
  nullable(column('baseline_digest', 'varchar', 64)),
  column('variants', 'text'),
  nullable(column('gate', 'text')),
  column('gate_verdict', 'varchar', 8),
  nullable(column('key_id', 'varchar', 64)),
  nullable(column('bundle_digest', 'varchar', 64)),
  nullable(column('bundle_bytes', 'bigint')),
  column('status', 'varchar', 16),
  nullable(column('description', 'varchar', 1024)),
  column('created_at', 'bigint'),
  nullable(column('created_by', 'varchar', 128)),
  column('position', 'bigint'),
  column('version', 'bigint'),
];

const named = [
  column('stream_id', 'varchar', 36),
  column('alias', 'varchar', 32),
  column('model_id', 'varchar', 36),
];

const statements = [
  ...named,
  column('removed', 'boolean'),
  column('at', 'bigint'),
  nullable(column('stated_by', 'varchar', 128)),
  column('position', 'bigint'),
  column('version', 'bigint'),
];

const pictures = [primary(column('report', 'varchar', 64)), primary(column('digest', 'varchar', 64))];

const index = (table: string, name: string, ...columnNames: string[]) => ({
  name: `${table}_by_${name}`,
  columnNames: ['generation', ...columnNames],
});

export class CreateModels1795737600220 implements MigrationInterface {
  readonly name = 'CreateModels1795737600220';

  async up(runner: QueryRunner): Promise<void> {
    await createView(runner, {
      name: 'model_list',
      columns: models,
      indices: [
        index('model_list', 'time', 'created_at', 'id'),
        index('model_list', 'stream', 'stream_id', 'position'),
        index('model_list', 'name', 'name'),
        index('model_list', 'artifact', 'artifact_digest'),
        index('model_list', 'evaluation', 'evaluation_digest'),
        index('model_list', 'baseline', 'baseline_digest'),
        index('model_list', 'bundle', 'bundle_digest'),
      ],
    });
    await createView(runner, {
      name: 'alias_list',
      columns: [...named, column('since', 'bigint')],
      indices: [
        index('alias_list', 'stream', 'stream_id', 'alias'),
        index('alias_list', 'model', 'model_id'),
      ],
    });
    await createView(runner, {
      name: 'alias_statement_list',
      columns: statements,
      indices: [index('alias_statement_list', 'alias', 'stream_id', 'alias', 'position', 'version')],
    });
    await createTable(runner, {
      name: 'evaluation_picture',
      columns: pictures,
      indices: [{ name: 'evaluation_picture_by_digest', columnNames: ['digest'] }],
    });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const name of ['evaluation_picture', 'alias_statement_list', 'alias_list', 'model_list'])
      await runner.dropTable(name);
  }
}
