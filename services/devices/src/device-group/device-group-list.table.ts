import { viewTable } from '@tutti/runtime';
import { bigint, orNull, text } from '@tutti/database';
import type { DeviceGroupRow } from './device-group-list.projection';

export const deviceGroupListTable = viewTable<DeviceGroupRow>({
  name: 'device_group_list',
  columns: {
    name: text('name', 64),
    description: orNull(text('description', 256)),
    filter: text('rsql', 2000),
    changedAt: bigint('changed_at'),
    version: bigint('version'),
  },
});
