import { forUpdate, upsertMany } from '@tutti/database';
import { type TelemetryKind, entryId, type EntryKey } from '@tutti/contracts/devices';
import { In, type EntityManager } from 'typeorm';
import { carryStatus, isCarriedAlike } from '../device/carried';
import { failureRow } from '../failure/failure.row';
import { failureTable } from '../failure/failure.table';
import { inferenceRow } from '../inference/inference.row';
import { inferenceRollup } from '../inference/inference.rollup';
import { keepRolled } from '../rollup/keep-rolled';
import { unseen, withHeartbeat, withVitals, type DeviceStatusRow } from '../status/device-status.row';
import { deviceStatusTable } from '../status/device-status.table';
import { vitalsRow } from '../vitals/vitals.row';
import { vitalsRollup } from '../vitals/vitals.rollup';
import { gatherWarnings } from '../warning/gather-warnings';
import type { Entries } from './batch';
import type { Arrival } from './entry';

const keys = ['deviceId', 'journal', 'seq'] as const;

/** Of repeats within one batch the last. */
const once = <Row extends EntryKey>(rows: readonly Row[]): readonly Row[] => [
  ...new Map(rows.map((row) => [entryId(row), row])).values(),
];

/** Folds what arrived into the newest state of each device. */
export const foldStatus = async <Entry>(
  manager: EntityManager,
  arrivals: readonly Arrival<Entry>[],
  fold: (row: DeviceStatusRow, arrival: Arrival<Entry>) => DeviceStatusRow,
): Promise<void> => {
  const ids = [...new Set(arrivals.map(({ deviceId }) => deviceId))];
  const stored = await manager.find(deviceStatusTable, { where: { id: In(ids) }, ...forUpdate(manager) });
  const rows = new Map<string, DeviceStatusRow>(stored.map((row) => [row.id, row]));
  for (const arrival of arrivals) {
    const id = arrival.deviceId;
    rows.set(id, fold(rows.get(id) ?? unseen(id), arrival));
  }
  await upsertMany(manager, deviceStatusTable, [...rows.values()], ['id']);
  const before = new Map(stored.map((row) => [row.id, row]));
  const changed = [...rows.values()].filter((row) => !isCarriedAlike(before.get(row.id), row));
  await carryStatus(
    manager,
    changed.map(({ id }) => id),
  );
};

/** Kinds that go into tables of their own. What is reported goes to whom it concerns. */
export type KeptKind = Exclude<TelemetryKind, 'reported'>;

type Keep<Kind extends KeptKind> = (
  manager: EntityManager,
  arrivals: readonly Arrival<Entries[Kind]>[],
) => Promise<void>;

/** Stores what arrived, within the caller's transaction. Storing it again changes nothing. */
export const keepArrivals: { readonly [Kind in KeptKind]: Keep<Kind> } = {
  heartbeat: (manager, arrivals) => foldStatus(manager, arrivals, withHeartbeat),
  vitals: async (manager, arrivals) => {
    await keepRolled(manager, vitalsRollup, once(arrivals.map(vitalsRow)));
    await foldStatus(manager, arrivals, withVitals);
  },
  inference: async (manager, arrivals) => {
    const fresh = await keepRolled(manager, inferenceRollup, once(arrivals.map(inferenceRow)));
    await gatherWarnings(manager, arrivals, fresh);
  },
  failure: (manager, arrivals) => upsertMany(manager, failureTable, once(arrivals.map(failureRow)), keys),
};
