import { bigint, flag, json, orNull, real, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { ItemRow } from './item-list.projection';

export const itemListTable = viewTable<ItemRow>({
  name: 'item_list',
  columns: {
    datasetId: text('dataset_id', 36),
    digest: text('digest', 64),
    bytes: bigint('bytes'),
    thumbnail: text('thumbnail', 64),
    mediaType: text('media_type', 16),
    width: bigint('width'),
    height: bigint('height'),
    orientation: bigint('orientation'),
    fileName: orNull(text('file_name', 200)),
    split: orNull(text('split', 16)),
    sourceKind: text('source_kind', 16),
    deviceId: orNull(text('device_id', 26)),
    importId: orNull(text('import_id', 36)),
    source: json('source'),
    prediction: orNull(json('prediction')),
    score: orNull(real('score')),
    scoreOrder: real('score_order'),
    state: text('state', 16),
    stated: orNull(json('stated')),
    classKey: orNull(text('class_key', 63)),
    classMix: orNull(text('class_mix', 255)),
    classes: orNull(json('classes')),
    schemaVersion: orNull(bigint('schema_version')),
    relabel: orNull(json('relabel')),
    review: orNull(json('review')),
    excluded: flag('excluded'),
    excludedBecause: orNull(text('excluded_because', 512)),
    addedAt: bigint('added_at'),
    changedAt: bigint('changed_at'),
    version: bigint('version'),
  },
});
