import { bigint, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { StreamRolloutRow } from './stream-rollout-list.projection';

export const streamRolloutListTable = viewTable<StreamRolloutRow>({
  name: 'stream_rollout_list',
  columns: {
    streamId: text('stream_id', 36),
    status: text('status', 16),
    started: bigint('started'),
    startedAt: bigint('started_at'),
  },
});
