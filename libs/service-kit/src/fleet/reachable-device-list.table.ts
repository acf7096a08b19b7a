import { bigint, column, json, nullable, orNull, text } from '@tutti/database';
import { viewTable, type ViewMigration } from '@tutti/runtime';
import type { ReachableDeviceRow } from './reachable-device-list.projection';

export const reachableDeviceListTable = viewTable<ReachableDeviceRow>({
  name: 'reachable_device_list',
  columns: {
    serial: text('serial', 64),
    name: text('name', 64),
    description: orNull(text('description', 1024)),
    site: orNull(text('site', 64)),
    tags: json('tags'),
    tagBits: bigint('tag_bits'),
    lifecycle: text('lifecycle', 16),
    connectivity: text('connectivity', 16),
  },
});

/** For migrations. */
export const reachableDeviceView: ViewMigration = {
  name: 'reachable_device_list',
  columns: [
    column('serial', 'varchar', 64),
    column('name', 'varchar', 64),
    nullable(column('description', 'varchar', 1024)),
    nullable(column('site', 'varchar', 64)),
    column('tags', 'text'),
    column('tag_bits', 'bigint'),
    column('lifecycle', 'varchar', 16),
    column('connectivity', 'varchar', 16),
  ],
};
