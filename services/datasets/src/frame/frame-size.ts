import type { DataSource } from 'typeorm';
import { frameTable } from './frame.table';

export const megabyte = 1024 * 1024;

export interface Size {
  readonly count: number;
  readonly bytes: number;
}

export interface FrameCaps {
  readonly device: Size;
  readonly all: Size;
}

/** How many frames there are, and their bytes: of one device, or of all. Read from an index alone. */
export const sizeOf = async (database: DataSource, deviceId?: string): Promise<Size> => {
  const rows = database
    .createQueryBuilder(frameTable, 'row')
    .select('COUNT(*)', 'count')
    .addSelect('SUM(row.bytes)', 'bytes');
  if (deviceId !== undefined) rows.where('row.deviceId = :deviceId', { deviceId });
  const found = await rows.getRawOne<{ count: number | string; bytes: number | string | null }>();
  return { count: Number(found?.count ?? 0), bytes: Number(found?.bytes ?? 0) };
};
