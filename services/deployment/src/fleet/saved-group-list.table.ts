import { text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { SavedGroupRow } from './saved-group-list.projection';

export const savedGroupListTable = viewTable<SavedGroupRow>({
  name: 'saved_group_list',
  columns: { name: text('name', 64), filter: text('rsql', 2000) },
});
