import { bigint, flag, orNull, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { StreamModelRow } from './stream-model-list.projection';

export const streamModelListTable = viewTable<StreamModelRow>({
  name: 'stream_model_list',
  columns: {
    streamId: orNull(text('stream_id', 36)),
    digest: text('digest', 64),
    passes: flag('passes'),
    retired: flag('retired'),
    registered: bigint('registered'),
  },
});
