import { liveRows } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import { deviceTallyProjection } from '../../tally/device-tally.projection';
import { deviceTallyTable } from '../../tally/tally.table';

/** What devices of the fleet are called; others are left out. */
export type DeviceNames = (deviceIds: ReadonlySet<string>) => Promise<ReadonlyMap<string, string>>;

export const deviceNames =
  (database: DataSource): DeviceNames =>
  async (deviceIds) => {
    if (deviceIds.size === 0) return new Map();
    const rows = await liveRows(database, deviceTallyTable, deviceTallyProjection)
      .andWhere("row.id IN (:...ids) AND row.lifecycle = 'registered'", { ids: [...deviceIds] })
      .getMany();
    return new Map(rows.map(({ id, name }) => [id, name || id]));
  };
