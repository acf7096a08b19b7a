import { badge, runtimeStatus } from '@tutti/contracts/devices';
import { fleetFields, type FieldTable } from '@tutti/service-kit';
import { badgeSql } from './badge';

const encode = (time: Date): number => time.getTime();

/**
 * What devices can be filtered by; saved groups come on top. SQL over `row` (`device_list`) and, for what the list does
 * not carry, `status`.
 */
export const deviceFields: FieldTable = {
  ...fleetFields,
  runtime: { type: 'enum', column: 'row.runtime', values: runtimeStatus.options },
  badge: {
    type: 'enum',
    column: badgeSql('row.lifecycle', 'row.connectivity', 'row.runtime'),
    values: badge.options,
  },
  model: { type: 'string', column: 'row.model' },
  modelVersion: { type: 'string', column: 'row.modelVersion' },
  agentVersion: { type: 'string', column: 'COALESCE(status.agentVersion, row.agentVersion)' },
  lastSeenAt: { type: 'time', column: 'status.lastSeenAt', encode },
  requestedAt: { type: 'time', column: 'row.requestedAt', encode },
  registeredAt: { type: 'time', column: 'row.registeredAt', encode },
};
