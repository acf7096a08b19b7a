import { bigint, json, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { FleetDeviceRow } from './fleet-device-list.projection';

export const fleetDeviceListTable = viewTable<FleetDeviceRow>({
  name: 'fleet_device_list',
  columns: {
    serial: text('serial', 64),
    name: text('name', 64),
    tags: json('tags'),
    tagBits: bigint('tag_bits'),
    publicKey: text('public_key', 56),
    lifecycle: text('lifecycle', 16),
  },
});
