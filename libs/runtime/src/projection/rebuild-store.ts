import { forUpdate, transaction } from '@tutti/database';
import type { Clock } from '@tutti/kernel';
import type { DataSource, EntityManager } from 'typeorm';
import { compareAndSet, type CodeShape, type Place } from '../checkpoint/checkpoint-store';
import { Fenced } from '../support/errors';
import { rebuildTable, type Rebuild } from './rebuild.table';

export const readRebuild = async (manager: EntityManager, name: string): Promise<Rebuild | undefined> =>
  (await manager.findOneBy(rebuildTable, { name })) ?? undefined;

/** Within a transaction that is going to write it. */
export const holdRebuild = async (manager: EntityManager, name: string): Promise<Rebuild | undefined> =>
  (await manager.findOne(rebuildTable, { where: { name }, ...forUpdate(manager) })) ?? undefined;

/** Compare-and-set: throws `Fenced`, and thereby rolls back, unless the row still is `from`. */
export const moveRebuild = async (
  manager: EntityManager,
  from: Rebuild,
  changes: Partial<Omit<Rebuild, 'name' | 'revision'>>,
): Promise<Rebuild> => {
  const to = { ...from, ...changes, revision: from.revision + 1 };
  if (await compareAndSet(manager, rebuildTable, from, to)) return to;
  throw new Fenced(`${from.name}: the rebuild of generation ${from.generation} was ended by somebody else`);
};

type Fresh = Pick<Rebuild, 'name' | 'state' | 'reason' | 'askedBy' | 'incarnation'> & CodeShape;

/** A generation that no row has, whatever was cancelled or died: above the live one and all that were begun. */
export const nextGeneration = (live: Pick<Place, 'generation'>, last: Rebuild | undefined): number =>
  Math.max(live.generation, last?.generation ?? 0) + 1;

/** Writes the row of a new rebuild over that of the last one; throws when somebody else was faster. */
export const writeRebuild = async (
  manager: EntityManager,
  last: Rebuild | undefined,
  fresh: Fresh & { readonly generation: number; readonly startedAt: Date },
): Promise<Rebuild> => {
  const over = fresh.state === 'running' ? null : fresh.startedAt;
  const row: Rebuild = { ...fresh, position: 0, commitId: '', revision: 1, swept: false, endedAt: over };
  if (last) return moveRebuild(manager, last, row);
  await manager.insert(rebuildTable, row);
  return row;
};

/** Ends a rebuild that runs, whoever works on it and however far it is; false when none runs. */
export const cancelRebuild = async (database: DataSource, name: string, clock: Clock): Promise<boolean> =>
  transaction(database, async (manager) => {
    const { affected } = await manager
      .createQueryBuilder()
      .update(rebuildTable)
      .set({ state: 'cancelled', endedAt: clock.now(), revision: () => 'revision + 1' })
      .where({ name, state: 'running' })
      .execute();
    return affected === 1;
  });
