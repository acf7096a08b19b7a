import type { SortColumn, SortPlace } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import type { DeviceStatusRow } from '../status/device-status.row';
import { deviceStatusTable } from '../status/device-status.table';

const column = 'COALESCE(status.lastSeenAt, 0)';
const among =
  'row.id IN (SELECT s.id FROM device_status s WHERE s.last_seen_at BETWEEN :seenFrom AND :seenTo)';

/** The time after which, or before which, so many devices were seen; undefined when there are not so many. */
const timeOfTheLast = async (
  database: DataSource,
  { direction, after }: SortPlace,
  count: number,
): Promise<number | undefined> => {
  const rows = database
    .createQueryBuilder(deviceStatusTable, 'status')
    .select('status.lastSeenAt', 'at')
    .where('status.lastSeenAt IS NOT NULL')
    .orderBy('status.lastSeenAt', direction)
    .limit(1)
    .offset(count);
  if (after) rows.andWhere(`status.lastSeenAt ${direction === 'ASC' ? '>=' : '<='} :after`, { after });
  const last = await rows.getRawOne<{ readonly at: number | string }>();
  return last && Number(last.at);
};

interface Seen {
  readonly status?: Pick<DeviceStatusRow, 'lastSeenAt'> | null;
}

/**
 * When a device was last seen; 0 if never. The list does not carry it, every heartbeat would change a row of the list:
 * an index of `device_status` says which devices come first, so many of them at once.
 */
export const lastSeenSort = (database: DataSource, atOnce = 1000): SortColumn<Seen> => ({
  column,
  value: ({ status }) => status?.lastSeenAt ?? 0,
  lead: async (place) => {
    const { direction, after = direction === 'ASC' ? 0 : Number.MAX_SAFE_INTEGER } = place;
    const last = await timeOfTheLast(database, place, atOnce);
    const [from, to] = direction === 'ASC' ? [after, last ?? Number.MAX_SAFE_INTEGER] : [last ?? 0, after];
    // Whoever was never seen is among those that are known as that.
    const some = direction === 'ASC' && after === 0 ? `(row.connectivity = 'never' OR ${among})` : among;
    return {
      sql: `(${some} AND ${column} BETWEEN :seenFrom AND :seenTo)`,
      parameters: { seenFrom: from, seenTo: to },
    };
  },
});
