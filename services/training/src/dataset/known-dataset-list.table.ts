import { text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { KnownDatasetRow } from './known-dataset-list.projection';

export const knownDatasetListTable = viewTable<KnownDatasetRow>({
  name: 'known_dataset_list',
  columns: {
    name: text('name', 64),
    task: text('task', 32),
    labelSchemaId: text('label_schema_id', 36),
  },
});
