import { connectivity, lifecycle } from '@tutti/contracts/devices';
import type { targetFields } from '@tutti/contracts/training';
import type { Field } from '../query/field-table';

/**
 * What the log tells of devices, over `row` of `reachableDeviceListTable`: the same fields as in the list of devices. It
 * knows of no `stale` and no `never`.
 */
export const fleetFields: Readonly<Record<(typeof targetFields)[number], Field>> = {
  id: { type: 'string', column: 'row.id' },
  serial: { type: 'string', column: 'row.serial' },
  name: { type: 'string', column: 'row.name' },
  description: { type: 'string', column: 'row.description' },
  site: { type: 'string', column: 'row.site' },
  tags: { type: 'tags', column: 'row.tags', bits: 'row.tagBits' },
  lifecycle: { type: 'enum', column: 'row.lifecycle', values: lifecycle.options },
  connectivity: { type: 'enum', column: 'row.connectivity', values: connectivity.options },
};
