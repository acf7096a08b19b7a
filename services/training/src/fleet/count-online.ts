import { dialectOf } from '@tutti/database';
import { liveRows } from '@tutti/runtime';
import {
  compileFilter,
  fleetFields,
  reachableDeviceListProjection,
  reachableDeviceListTable,
} from '@tutti/service-kit';
import type { DataSource } from 'typeorm';

/** Devices of the fleet that match and are online; of all when there is no filter. */
export const countOnline = async (database: DataSource, filter: string | undefined): Promise<number> => {
  const rows = liveRows(database, reachableDeviceListTable, reachableDeviceListProjection).andWhere(
    "row.lifecycle = 'registered' AND row.connectivity = 'online'",
  );
  if (filter !== undefined) {
    const { sql, parameters } = compileFilter(filter, fleetFields, dialectOf(database));
    rows.andWhere(sql, { ...parameters });
  }
  return rows.getCount();
};
