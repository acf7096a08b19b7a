import { bigint, json, orNull, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { DatasetVersionRow } from './dataset-version-list.projection';

export const datasetVersionListTable = viewTable<DatasetVersionRow>({
  name: 'dataset_version_list',
  columns: {
    datasetId: text('dataset_id', 36),
    number: bigint('number'),
    digest: text('digest', 64),
    manifestDigest: text('manifest_digest', 64),
    manifestBytes: bigint('manifest_bytes'),
    labelSchemaId: text('label_schema_id', 36),
    schemaVersion: bigint('schema_version'),
    rule: json('rule'),
    counts: json('counts'),
    position: bigint('position'),
    commitPosition: bigint('commit_position'),
    note: orNull(text('note', 512)),
    frozenBy: orNull(text('frozen_by', 128)),
    frozenAt: bigint('frozen_at'),
  },
});
