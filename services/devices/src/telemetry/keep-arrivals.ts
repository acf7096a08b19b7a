import { upsertMany } from '@tutti/database';
import { In, type EntityManager } from 'typeorm';
import { failureRow } from '../failure/failure.row';
import { failureTable } from '../failure/failure.table';
import { inferenceRow } from '../inference/inference.row';
import { inferenceTable } from '../inference/inference.table';
import { unseen, withHeartbeat, withVitals, type DeviceStatusRow } from '../status/device-status.row';
import { deviceStatusTable } from '../status/device-status.table';
import { vitalsRow } from '../vitals/vitals.row';
import { vitalsTable } from '../vitals/vitals.table';
import type { Arrivals } from './decode';
import { entryId, type EntryKey } from './entry';

const keys = ['deviceId', 'journal', 'seq'] as const;

/** Of repeats within one batch the last. */
const once = <Row extends EntryKey>(rows: readonly Row[]): readonly Row[] => [
  ...new Map(rows.map((row) => [entryId(row), row])).values(),
];

const keepStatus = async (manager: EntityManager, { heartbeat, vitals }: Arrivals): Promise<void> => {
  const ids = [...new Set([...heartbeat, ...vitals].map(({ deviceId }) => deviceId))];
  if (ids.length === 0) return;
  const stored = await manager.findBy(deviceStatusTable, { id: In(ids) });
  const rows = new Map<string, DeviceStatusRow>(stored.map((row) => [row.id, row]));
  const row = (id: string): DeviceStatusRow => rows.get(id) ?? unseen(id);
  for (const arrival of heartbeat) rows.set(arrival.deviceId, withHeartbeat(row(arrival.deviceId), arrival));
  for (const arrival of vitals) rows.set(arrival.deviceId, withVitals(row(arrival.deviceId), arrival));
  await upsertMany(manager, deviceStatusTable, [...rows.values()], ['id']);
};

/** Stores what arrived, within the caller's transaction. Storing it again changes nothing. */
export const keepArrivals = async (manager: EntityManager, arrivals: Arrivals): Promise<void> => {
  await upsertMany(manager, inferenceTable, once(arrivals.inference.map(inferenceRow)), keys);
  await upsertMany(manager, failureTable, once(arrivals.failure.map(failureRow)), keys);
  await upsertMany(manager, vitalsTable, once(arrivals.vitals.map(vitalsRow)), keys);
  await keepStatus(manager, arrivals);
};
