import type { CompiledFilter, SortPlace } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import { deviceStatusTable } from '../status/device-status.table';

export const lastSeenColumn = 'COALESCE(status.lastSeenAt, 0)';
/** Devices that are looked at before all are. */
const atFirst = 1000;

/** The time that so many devices were seen after, or before; undefined when there are not so many. */
const timeOfTheLast = async (
  database: DataSource,
  { direction, after }: SortPlace,
): Promise<number | undefined> => {
  const rows = database
    .createQueryBuilder(deviceStatusTable, 'status')
    .select('status.lastSeenAt', 'at')
    .where('status.lastSeenAt IS NOT NULL')
    .orderBy('status.lastSeenAt', direction)
    .limit(1)
    .offset(atFirst);
  if (after) rows.andWhere(`status.lastSeenAt ${direction === 'ASC' ? '>=' : '<='} :after`, { after });
  const last = await rows.getRawOne<{ readonly at: number | string }>();
  return last && Number(last.at);
};

/**
 * The list knows nothing of the time at which a device was last seen: every heartbeat would change it. An index of
 * `device_status` says which devices come first; a device that was never seen has 0.
 */
export const leadByLastSeen =
  (database: DataSource) =>
  async (place: SortPlace): Promise<CompiledFilter> => {
    const { direction, after = direction === 'ASC' ? 0 : Number.MAX_SAFE_INTEGER } = place;
    const last = await timeOfTheLast(database, place);
    const [from, to] =
      direction === 'ASC' ? [after, last ?? Number.MAX_SAFE_INTEGER] : [last ?? 0, after];
    const seen = 'row.id IN (SELECT s.id FROM device_status s WHERE s.last_seen_at BETWEEN :seenFrom AND :seenTo)';
    // Whoever was never seen is among those that are known as that.
    const some = direction === 'ASC' && after === 0 ? `(row.connectivity = 'never' OR ${seen})` : seen;
    return {
      sql: `${some} AND ${lastSeenColumn} BETWEEN :seenFrom AND :seenTo`,
      parameters: { seenFrom: from, seenTo: to },
    };
  };
