import { column, nullable } from '@tutti/database';
import { createView } from '@tutti/runtime';
import type { MigrationInterface, QueryRunner } from 'typeorm';

const datasetColumns = [
  column('name', 'varchar', 64),
  nullable(column('description', 'varchar', 1024)),
  column('tags', 'text'),
  column('task', 'varchar', 32),
  column('label_schema_id', 'varchar', 36),
  column('minimum_per_class', 'bigint'),
  column('status', 'varchar', 16),
  column('running', 'text'),
  column('failed', 'boolean'),
  column('versions', 'bigint'),
  column('created_at', 'bigint'),
  column('changed_at', 'bigint'),
  column('version', 'bigint'),
];

const schemaColumns = [
  column('name', 'varchar', 64),
  column('classes', 'text'),
  column('changed_at', 'bigint'),
  column('version', 'bigint'),
];

const itemColumns = [
  column('dataset_id', 'varchar', 36),
  column('digest', 'varchar', 64),
  column('bytes', 'bigint'),
  column('thumbnail', 'varchar', 64),
  column('media_type', 'varchar', 16),
  column('width', 'bigint'),
  column('height', 'bigint'),
  column('orientation', 'bigint'),
  nullable(column('file_name', 'varchar', 200)),
  nullable(column('split', 'varchar', 16)),
  column('source_kind', 'varchar', 16),
  nullable(column('device_id', 'varchar', 26)),
  nullable(column('import_id', 'varchar', 36)),
  column('source', 'text'),
  nullable(column('prediction', 'text')),
  nullable(column('score', 'double')),
  column('score_order', 'double'),
  column('state', 'varchar', 16),
  nullable(column('stated', 'text')),
  nullable(column('class_key', 'varchar', 63)),
  nullable(column('class_mix', 'varchar', 255)),
  nullable(column('classes', 'text')),
  nullable(column('schema_version', 'bigint')),
  nullable(column('relabel', 'text')),
  nullable(column('review', 'text')),
  column('excluded', 'boolean'),
  nullable(column('excluded_because', 'varchar', 512)),
  column('added_at', 'bigint'),
  column('changed_at', 'bigint'),
  column('version', 'bigint'),
];

const index = (name: string, ...columnNames: string[]) => ({
  name: `item_list_by_${name}`,
  columnNames: ['generation', ...columnNames],
});

/** The orders of the grid, each alone and below what people filter by most; and what the sweep of blobs asks. */
const itemIndices = [
  index('added', 'dataset_id', 'added_at', 'id'),
  index('score', 'dataset_id', 'score_order', 'id'),
  index('class', 'dataset_id', 'class_key', 'score_order', 'id'),
  index('mix', 'dataset_id', 'state', 'class_mix'),
  index('open', 'dataset_id', 'state', 'score_order', 'id'),
  index('device', 'dataset_id', 'device_id', 'score_order', 'id'),
  index('import', 'import_id', 'score_order', 'id'),
  index('digest', 'digest', 'dataset_id'),
  index('thumbnail', 'thumbnail', 'dataset_id'),
];

const views = ['dataset_list', 'label_schema_list', 'item_list'];

/** Read models: they can be dropped and are filled again from the log. */
export class CreateDatasetViews1795737600100 implements MigrationInterface {
  readonly name = 'CreateDatasetViews1795737600100';

  async up(runner: QueryRunner): Promise<void> {
    await createView(runner, {
      name: 'dataset_list',
      columns: datasetColumns,
      indices: [
        { name: 'dataset_list_by_name', columnNames: ['generation', 'name'] },
        { name: 'dataset_list_by_schema', columnNames: ['generation', 'label_schema_id'] },
      ],
    });
    await createView(runner, { name: 'label_schema_list', columns: schemaColumns });
    await createView(runner, { name: 'item_list', columns: itemColumns, indices: itemIndices });
  }

  async down(runner: QueryRunner): Promise<void> {
    for (const view of views) await runner.dropTable(view);
  }
}
