import { flag, orNull, real, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { DeployingStreamRow } from './deploying-stream-list.projection';

export const deployingStreamListTable = viewTable<DeployingStreamRow>({
  name: 'deploying_stream_list',
  columns: {
    name: text('name', 64),
    warningScore: orNull(real('warning_score')),
    deleted: flag('deleted'),
  },
});
