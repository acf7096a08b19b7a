import { column, nullable } from '@tutti/database';
import { createView } from '@tutti/runtime';
import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';

const name = 'dataset_version_list';

const columns = [
  column('dataset_id', 'varchar', 36),
  column('number', 'bigint'),
  column('digest', 'varchar', 64),
  column('manifest_digest', 'varchar', 64),
  column('manifest_bytes', 'bigint'),
  column('label_schema_id', 'varchar', 36),
  column('schema_version', 'bigint'),
  column('rule', 'text'),
  column('counts', 'text'),
  column('position', 'bigint'),
  column('commit_position', 'bigint'),
  nullable(column('note', 'varchar', 512)),
  nullable(column('frozen_by', 'varchar', 128)),
  column('frozen_at', 'bigint'),
];

/** Manifests list items by digest, and so does whoever walks through all items of a dataset. */
const byDigest = {
  name: 'item_list_by_dataset_digest',
  columnNames: ['generation', 'dataset_id', 'state', 'digest'],
};

export class CreateDatasetVersions1795737600110 implements MigrationInterface {
  readonly name = 'CreateDatasetVersions1795737600110';

  async up(runner: QueryRunner): Promise<void> {
    await createView(runner, {
      name,
      columns,
      indices: [
        { name: `${name}_by_number`, columnNames: ['generation', 'dataset_id', 'number'] },
        { name: `${name}_by_manifest`, columnNames: ['generation', 'manifest_digest'] },
      ],
    });
    const { indices = [] } = (await runner.getTable('item_list')) ?? {};
    if (!indices.some((index) => index.name === byDigest.name))
      await runner.createIndex('item_list', new TableIndex(byDigest));
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.dropTable(name);
    await runner.dropIndex('item_list', byDigest.name);
  }
}
