import { bigint, flag, json, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { DailySummaryRow } from './daily-summary-list.projection';

export const dailySummaryListTable = viewTable<DailySummaryRow>({
  name: 'daily_summary_list',
  columns: {
    workspace: text('workspace', 64),
    timeZone: text('time_zone', 64),
    revision: bigint('revision'),
    figures: json('figures'),
    rowCount: bigint('row_count'),
    rowsDigest: text('rows_digest', 64),
    rowsBytes: bigint('rows_bytes'),
    composedAt: bigint('composed_at'),
    soFar: flag('so_far'),
    version: bigint('version'),
  },
});
