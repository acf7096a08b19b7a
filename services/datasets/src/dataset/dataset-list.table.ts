import { bigint, flag, json, orNull, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { DatasetRow } from './dataset-list.projection';

export const datasetListTable = viewTable<DatasetRow>({
  name: 'dataset_list',
  columns: {
    name: text('name', 64),
    description: orNull(text('description', 1024)),
    tags: json('tags'),
    task: text('task', 32),
    labelSchemaId: text('label_schema_id', 36),
    minimumPerClass: bigint('minimum_per_class'),
    status: text('status', 16),
    running: json('running'),
    failed: flag('failed'),
    versions: bigint('versions'),
    createdAt: bigint('created_at'),
    changedAt: bigint('changed_at'),
    version: bigint('version'),
  },
});
