import { bigint, json, orNull, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { RolloutTemplateRow } from './rollout-template-list.projection';

export const rolloutTemplateListTable = viewTable<RolloutTemplateRow>({
  name: 'rollout_template_list',
  columns: {
    template: json('template'),
    changedAt: bigint('changed_at'),
    changedBy: orNull(text('changed_by', 128)),
    version: bigint('version'),
  },
});
