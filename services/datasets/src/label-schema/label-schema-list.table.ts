import { bigint, json, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { LabelSchemaRow } from './label-schema-list.projection';

export const labelSchemaListTable = viewTable<LabelSchemaRow>({
  name: 'label_schema_list',
  columns: {
    name: text('name', 64),
    classes: json('classes'),
    changedAt: bigint('changed_at'),
    version: bigint('version'),
  },
});
