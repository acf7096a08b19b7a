import { bigint, flag, json, orNull, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { WorkspaceRow } from './workspace-list.projection';

export const workspaceListTable = viewTable<WorkspaceRow>({
  name: 'workspace_list',
  columns: {
    addedAt: bigint('added_at'),
    addedBy: orNull(text('added_by', 128)),
    newest: orNull(json('newest')),
    recent: orNull(json('recent')),
    consoleAt: orNull(text('console_at', 512)),
    removed: flag('removed'),
  },
});
