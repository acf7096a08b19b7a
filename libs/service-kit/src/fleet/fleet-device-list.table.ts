import { bigint, column, json, text } from '@tutti/database';
import { viewTable, type ViewMigration } from '@tutti/runtime';
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

/** For migrations. */
export const fleetDeviceView: ViewMigration = {
  name: 'fleet_device_list',
  columns: [
    column('serial', 'varchar', 64),
    column('name', 'varchar', 64),
    column('tags', 'text'),
    column('tag_bits', 'bigint'),
    column('public_key', 'varchar', 56),
    column('lifecycle', 'varchar', 16),
  ],
};
