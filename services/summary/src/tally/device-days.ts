import { liveRows } from '@tutti/runtime';
import type { EntityManager } from 'typeorm';
import type { DayDevice, DeviceDay } from './day-data';
import type { DaySpan } from './day-span';
import { deviceCounts, deviceQuarterProjection, noCounts, type LowScores } from './device-quarter.projection';
import { deviceTallyProjection, type DeviceTallyRow } from './device-tally.projection';
import { asOf } from './quarter.state';
import { deviceQuarterTable, deviceTallyTable } from './tally.table';

const quarters = (manager: EntityManager) => liveRows(manager, deviceQuarterTable, deviceQuarterProjection);

/** Whether devices were online at a time, of those that changed it since: what their next change says was before. */
const onlineBefore = async (manager: EntityManager, at: number): Promise<ReadonlyMap<string, boolean>> => {
  const found = await quarters(manager)
    .select('row.deviceId', 'deviceId')
    .addSelect('MIN(row.at * 2 + CASE WHEN row.onlineBefore = :yes THEN 1 ELSE 0 END)', 'first')
    .andWhere('row.at >= :at AND row.onlineBefore IS NOT NULL', { at })
    .setParameter('yes', true)
    .groupBy('row.deviceId')
    .getRawMany<{ readonly deviceId: string; readonly first: number | string }>();
  return new Map(found.map(({ deviceId, first }) => [deviceId, Number(first) % 2 === 1]));
};

/** When devices were heard of last before they went offline, before a time; of those of which it is still known. */
const silentBefore = async (manager: EntityManager, at: number): Promise<ReadonlyMap<string, number>> => {
  const found = await quarters(manager)
    .select('row.deviceId', 'deviceId')
    .addSelect('MAX(row.silentSince)', 'since')
    .andWhere('row.at < :at AND row.silentSince IS NOT NULL', { at })
    .groupBy('row.deviceId')
    .getRawMany<{ readonly deviceId: string; readonly since: number | string }>();
  return new Map(found.map(({ deviceId, since }) => [deviceId, Number(since)]));
};

/** The fleet as it was at a time. */
export const devicesAsOf = async (manager: EntityManager, at: number): Promise<readonly DayDevice[]> => {
  const rows: readonly DeviceTallyRow[] = await liveRows(
    manager,
    deviceTallyTable,
    deviceTallyProjection,
  ).getMany();
  const changedSince = await onlineBefore(manager, at);
  const returned = rows.some(({ id }) => changedSince.get(id) === false);
  const silent = returned ? await silentBefore(manager, at) : new Map<string, number>();
  return rows.map(({ id, name, site, lifecycle, past, ...row }) => {
    const before = changedSince.get(id);
    return {
      ...{ id, name, site },
      lifecycle: asOf(lifecycle, past, at),
      online: before ?? row.online,
      silentSince: before === undefined ? row.silentSince : (silent.get(id) ?? row.silentSince),
    };
  });
};

/** What happened to devices on a day; nothing of those to which nothing did. */
export const deviceDaysOf = async (
  manager: EntityManager,
  { from, to }: DaySpan,
): Promise<readonly DeviceDay[]> => {
  const query = quarters(manager)
    .select('row.deviceId', 'deviceId')
    .andWhere('row.at >= :from AND row.at < :to', { from, to })
    .groupBy('row.deviceId');
  for (const name of deviceCounts) query.addSelect(`SUM(row.${name})`, name);
  const found = await query.getRawMany<
    { deviceId: string } & Record<keyof typeof noCounts, number | string>
  >();
  return found.map(({ deviceId, ...counts }) => ({
    deviceId,
    ...noCounts,
    ...Object.fromEntries(deviceCounts.map((name) => [name, Number(counts[name])])),
  }));
};

/** Low scores by model, and the kind of each device's newest fault. */
export const troubleOf = async (manager: EntityManager, { from, to }: DaySpan) => {
  // Raw: on a day on which the whole fleet warns these are hundreds of thousands.
  const rows = await quarters(manager)
    .select('row.deviceId', 'deviceId')
    .addSelect('row.fault', 'fault')
    .addSelect('row.lowByModel', 'low')
    .andWhere('row.at >= :from AND row.at < :to AND (row.warnings > 0 OR row.faults > 0)', { from, to })
    .orderBy('row.at')
    .getRawMany<{ readonly deviceId: string; readonly fault: string | null; readonly low: string }>();
  const lowByModel: Record<string, number> = {};
  const faults = new Map<string, string>();
  for (const { deviceId, fault, low } of rows) {
    if (fault !== null) faults.set(deviceId, fault);
    for (const [model, count] of Object.entries(JSON.parse(low) as LowScores))
      lowByModel[model] = (lowByModel[model] ?? 0) + count;
  }
  return { lowByModel: lowByModel as LowScores, faults };
};
