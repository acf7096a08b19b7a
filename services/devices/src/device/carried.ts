import type { Connectivity, RuntimeStatus } from '@tutti/contracts/devices';
import type { EntityManager } from 'typeorm';
import type { DeviceStatusRow } from '../status/device-status.row';
import { deviceStatusTable } from '../status/device-status.table';
import { findWhere } from '@tutti/database';
import { portions } from '@tutti/kernel';

/** What the list carries of what telemetry says, so that an index answers filters and counts by it. */
interface Carried {
  readonly connectivity: Connectivity;
  readonly runtime: RuntimeStatus | null;
  readonly model: string | null;
  readonly modelVersion: string | null;
}

/** Of a device that nothing was heard of. New rows of the list have this by default. */
const unheard: Carried = { connectivity: 'never', runtime: null, model: null, modelVersion: null };

const carriedOf = ({ connectivity, runtime, model }: DeviceStatusRow): Carried => ({
  connectivity,
  runtime,
  model: model?.name ?? null,
  modelVersion: model?.version ?? null,
});

const valuesOf = ({ connectivity, runtime, model, modelVersion }: Carried): readonly (string | null)[] => [
  connectivity,
  runtime,
  model,
  modelVersion,
];
const keyOf = (carried: Carried): string => JSON.stringify(valuesOf(carried));
const nothing = keyOf(unheard);

/** Whether the list must hear of a change of status. */
export const isCarriedAlike = (before: DeviceStatusRow | undefined, after: DeviceStatusRow): boolean =>
  keyOf(before ? carriedOf(before) : unheard) === keyOf(carriedOf(after));

/** Devices per statement. */
const atOnce = 500;

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');
const assign = 'UPDATE device_list SET connectivity = ?, runtime = ?, model = ?, model_version = ? WHERE';

/** Devices with what is to be carried of them now, those that are alike together. */
async function* alike(manager: EntityManager, ids: readonly string[]) {
  for (const portion of portions(ids, atOnce)) {
    const rows = await findWhere(manager, deviceStatusTable, `id IN (${marks(portion)})`, portion);
    const known = new Map(rows.map((row) => [row.id, carriedOf(row)]));
    const of = (id: string): Carried => known.get(id) ?? unheard;
    for (const [key, some] of Map.groupBy(portion, (id) => keyOf(of(id))))
      yield { key, ids: some, values: valuesOf(of(some[0] ?? '')) };
  }
}

/** `device_status` has it first: whoever changes it there calls this afterwards, in the same transaction. */
export const carryStatus = async (manager: EntityManager, ids: readonly string[]): Promise<void> => {
  for await (const { ids: some, values } of alike(manager, ids))
    await manager.query(`${assign} id IN (${marks(some)})`, [...values, ...some]);
};

/** For rows of the list that are new in a generation: telemetry may have been first, and in a rebuild it was. */
export const carryIntoNewRows = async (
  manager: EntityManager,
  generation: number,
  ids: readonly string[],
): Promise<void> => {
  for await (const { key, ids: some, values } of alike(manager, ids))
    if (key !== nothing)
      await manager.query(`${assign} generation = ? AND id IN (${marks(some)})`, [
        ...values,
        generation,
        ...some,
      ]);
};
