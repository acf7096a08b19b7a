import { badge, connectivity, lifecycle, runtimeStatus } from '@tutti/contracts/devices';
import type { FieldTable } from '@tutti/service-kit';
import { badgeSql } from './badge';

const encode = (time: Date): number => time.getTime();
const connectivityColumn = "COALESCE(status.connectivity, 'never')";
/** SQL over `row` (`device_list`) and `status`. */
export const badgeColumn = badgeSql('row.lifecycle', 'status.connectivity', 'status.runtime');

/** What devices can be filtered by; saved groups come on top. */
export const deviceFields: FieldTable = {
  id: { type: 'string', column: 'row.id' },
  serial: { type: 'string', column: 'row.serial' },
  name: { type: 'string', column: 'row.name' },
  description: { type: 'string', column: 'row.description' },
  site: { type: 'string', column: 'row.site' },
  tags: { type: 'tags', column: 'row.tags' },
  lifecycle: { type: 'enum', column: 'row.lifecycle', values: lifecycle.options },
  connectivity: { type: 'enum', column: connectivityColumn, values: connectivity.options },
  runtime: { type: 'enum', column: 'status.runtime', values: runtimeStatus.options },
  badge: { type: 'enum', column: badgeColumn, values: badge.options },
  model: { type: 'string', column: 'status.model', path: '$.name' },
  modelVersion: { type: 'string', column: 'status.model', path: '$.version' },
  agentVersion: { type: 'string', column: 'COALESCE(status.agentVersion, row.agentVersion)' },
  lastSeenAt: { type: 'time', column: 'status.lastSeenAt', encode },
  requestedAt: { type: 'time', column: 'row.requestedAt', encode },
  registeredAt: { type: 'time', column: 'row.registeredAt', encode },
};
