import { bigint, json, orNull, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { InstallationRow } from './installation-list.projection';

export const installationListTable = viewTable<InstallationRow>({
  name: 'installation_list',
  columns: {
    deviceId: text('device_id', 26),
    deploymentId: text('deployment_id', 36),
    how: text('how', 16),
    model: orNull(json('model')),
    modelId: orNull(text('model_id', 36)),
    at: bigint('at'),
    position: bigint('position'),
    version: bigint('version'),
  },
});
