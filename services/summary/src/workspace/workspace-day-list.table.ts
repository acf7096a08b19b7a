import { bigint, flag, json, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { WorkspaceDayRow } from './workspace-day-list.projection';

export const workspaceDayListTable = viewTable<WorkspaceDayRow>({
  name: 'workspace_day_list',
  columns: {
    workspaceId: text('workspace_id', 63),
    date: text('day', 10),
    revision: bigint('revision'),
    composedAt: bigint('composed_at'),
    receivedAt: bigint('received_at'),
    timeZone: text('time_zone', 64),
    soFar: flag('so_far'),
    figures: json('figures'),
    rowCount: bigint('row_count'),
    rowsDigest: text('rows_digest', 64),
  },
});
