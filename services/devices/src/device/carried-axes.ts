import type { Connectivity, RuntimeStatus } from '@tutti/contracts/devices';
import type { EntityManager } from 'typeorm';

interface Axes {
  readonly connectivity: Connectivity;
  readonly runtime: RuntimeStatus | null;
}

/** Of a device that nothing was heard of. New rows of the list have them by default. */
const unheard: Axes = { connectivity: 'never', runtime: null };

/** Devices per statement. */
const atOnce = 500;

const marks = (values: readonly unknown[]): string => values.map(() => '?').join(', ');
const keyOf = ({ connectivity, runtime }: Axes): string => `${connectivity} ${runtime}`;

const known = async (
  manager: EntityManager,
  ids: readonly string[],
): Promise<ReadonlyMap<string, Axes>> => {
  const sql = `SELECT id, connectivity, runtime FROM device_status WHERE id IN (${marks(ids)})`;
  const rows: readonly (Axes & { readonly id: string })[] = await manager.query(sql, [...ids]);
  return new Map(rows.map((row) => [row.id, row]));
};

const portions = function* (ids: readonly string[]): Generator<readonly string[]> {
  for (let from = 0; from < ids.length; from += atOnce) yield ids.slice(from, from + atOnce);
};

/** Devices with the axes that they have now, those that have the same together. */
async function* alike(manager: EntityManager, ids: readonly string[]) {
  for (const portion of portions(ids)) {
    const axes = await known(manager, portion);
    const axesOf = (id: string): Axes => axes.get(id) ?? unheard;
    for (const some of Map.groupBy(portion, (id) => keyOf(axesOf(id))).values())
      yield { ids: some, axes: axesOf(some[0] ?? '') };
  }
}

/**
 * The list carries a copy of two of a device's axes, so that an index answers filters and counts by them. `device_status`
 * has them first: whoever changes them there calls this afterwards, in the same transaction.
 */
export const carryAxes = async (manager: EntityManager, ids: readonly string[]): Promise<void> => {
  for await (const { ids: some, axes } of alike(manager, ids))
    await manager.query(
      `UPDATE device_list SET connectivity = ?, runtime = ? WHERE id IN (${marks(some)})`,
      [axes.connectivity, axes.runtime, ...some],
    );
};

/** For rows of the list that are new in a generation: telemetry may have been first, and in a rebuild it was. */
export const carryIntoNewRows = async (
  manager: EntityManager,
  generation: number,
  ids: readonly string[],
): Promise<void> => {
  for await (const { ids: some, axes } of alike(manager, ids))
    if (keyOf(axes) !== keyOf(unheard))
      await manager.query(
        `UPDATE device_list SET connectivity = ?, runtime = ? WHERE generation = ? AND id IN (${marks(some)})`,
        [axes.connectivity, axes.runtime, generation, ...some],
      );
};
