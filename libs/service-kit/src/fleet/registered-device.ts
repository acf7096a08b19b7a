import { subjectOf, type EventLog } from '@tutti/event-store';
import { liveRows, type ProjectionRunner } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import type { FleetDeviceEvent, FleetDeviceRow } from './fleet-device-list.projection';
import { fleetDeviceListTable } from './fleet-device-list.table';

interface RegisteredDeviceParts {
  readonly database: DataSource;
  readonly log: EventLog;
  /** `fleetDeviceListProjection`, by the name that it has in this service, and its runner. */
  readonly projection: { readonly name: string };
  readonly fleet: Pick<ProjectionRunner<FleetDeviceRow, FleetDeviceEvent>, 'waitFor'>;
}

/**
 * Whether a device is in the fleet now with this key. Whatever the log has of the device by now was read before: who was
 * retired is out at once. Rejects with `projection.behind` while that cannot be said.
 */
export const isRegisteredDevice =
  ({ database, log, projection, fleet }: RegisteredDeviceParts) =>
  async (id: string, publicKey: string): Promise<boolean> => {
    await fleet.waitFor(await log.lastPosition([subjectOf('devices', 'device', id)]));
    const row = await liveRows(database, fleetDeviceListTable, projection)
      .andWhere('row.id = :id', { id })
      .getOne();
    return row?.lifecycle === 'registered' && row.publicKey === publicKey;
  };
