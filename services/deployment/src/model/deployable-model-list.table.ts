import { bigint, flag, orNull, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { DeployableModelRow } from './deployable-model-list.projection';

export const deployableModelListTable = viewTable<DeployableModelRow>({
  name: 'deployable_model_list',
  columns: {
    name: text('name', 64),
    modelVersion: text('model_version', 32),
    streamId: orNull(text('stream_id', 36)),
    task: text('task', 32),
    digest: text('digest', 64),
    bytes: bigint('bytes'),
    gate: text('gate', 8),
    signed: flag('signed'),
    retired: flag('retired'),
    registered: bigint('registered'),
  },
});
