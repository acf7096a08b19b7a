import { bigint, json, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { StreamRunRow } from './stream-run-list.projection';

export const streamRunListTable = viewTable<StreamRunRow>({
  name: 'stream_run_list',
  columns: {
    newestRunId: text('newest_run_id', 36),
    newestState: text('newest_state', 16),
    open: json('open_runs'),
    askedAt: bigint('asked_at'),
    labelsSeen: json('labels_seen'),
  },
});
