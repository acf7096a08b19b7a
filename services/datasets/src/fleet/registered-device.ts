import { subjectOf, type EventLog } from '@tutti/event-store';
import { liveRows } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import type { Projections } from '../open-projections';
import { fleetDeviceListProjection } from './fleet-device-list.projection';
import { fleetDeviceListTable } from './fleet-device-list.table';

interface RegisteredDeviceParts {
  readonly database: DataSource;
  readonly log: EventLog;
  readonly projections: Pick<Projections, 'fleet'>;
}

/**
 * Whether a device is in the fleet now with this key. Whatever the log has of the device by now was read before: who was
 * retired is out at once. Rejects with `projection.behind` while that cannot be said.
 */
export const isRegistered =
  ({ database, log, projections }: RegisteredDeviceParts) =>
  async (id: string, publicKey: string): Promise<boolean> => {
    await projections.fleet.waitFor(await log.lastPosition([subjectOf('devices', 'device', id)]));
    const row = await liveRows(database, fleetDeviceListTable, fleetDeviceListProjection)
      .andWhere('row.id = :id', { id })
      .getOne();
    return row?.lifecycle === 'registered' && row.publicKey === publicKey;
  };
