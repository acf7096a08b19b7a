import { createHash } from 'node:crypto';
import { forUpdate } from '@tutti/database';
import type { EventLog } from '@tutti/event-store';
import type { Clock } from '@tutti/kernel';
import type { EntityManager, EntitySchema } from 'typeorm';
import { Fenced } from '../support/errors';
import { checkpointTable, type Checkpoint } from './checkpoint.table';

/** How far one generation has come; `revision` rises with every write. */
export interface Place extends CodeShape {
  readonly name: string;
  readonly generation: number;
  readonly incarnation: string;
  readonly position: number;
  /** Id of the commit at `position`; empty at 0. */
  readonly commitId: string;
  readonly revision: number;
}

/** What the running code would write: compared with the row to find newer and older code. */
export interface CodeShape {
  readonly version: number;
  readonly shape: string;
}

export const shapeOf = (version: number, handles: readonly string[]): CodeShape => ({
  version,
  shape: createHash('sha256')
    .update(JSON.stringify([version, [...handles].sort()]))
    .digest('hex')
    .slice(0, 32),
});

export const readCheckpoint = async (manager: EntityManager, name: string): Promise<Checkpoint | undefined> =>
  (await manager.findOneBy(checkpointTable, { name })) ?? undefined;

/** Within a transaction that is going to move it. */
export const holdCheckpoint = async (manager: EntityManager, name: string): Promise<Checkpoint | undefined> =>
  (await manager.findOne(checkpointTable, { where: { name }, ...forUpdate(manager) })) ?? undefined;

/** The first checkpoint: nothing read yet. */
export const insertCheckpoint = async (
  manager: EntityManager,
  first: Pick<Checkpoint, 'name' | 'incarnation'> & CodeShape,
  clock: Clock,
): Promise<Checkpoint> => {
  const checkpoint = {
    generation: 1,
    position: 0,
    commitId: '',
    revision: 1,
    sequence: 0,
    updatedAt: clock.now(),
    ...first,
  };
  await manager.insert(checkpointTable, checkpoint);
  return checkpoint;
};

/** Writes `to` unless the row no longer is `from`; answers with whether it did. */
export const compareAndSet = async <Row extends Place>(
  manager: EntityManager,
  table: EntitySchema<Row>,
  from: Row,
  to: Row,
): Promise<boolean> => {
  const { name, generation, version, position, revision } = from;
  const { affected } = await manager
    .createQueryBuilder()
    .update(table as unknown as EntitySchema<Place>)
    .set({ ...to })
    .where({ name, generation, version, position, revision })
    .execute();
  return affected === 1;
};

/** Compare-and-set: throws `Fenced`, and thereby rolls back, unless the row still is `from`. */
export const moveCheckpoint = async (
  manager: EntityManager,
  from: Checkpoint,
  changes: Partial<Omit<Checkpoint, 'name' | 'revision'>>,
): Promise<Checkpoint> => {
  const to = { ...from, ...changes, revision: from.revision + 1 };
  if (await compareAndSet(manager, checkpointTable, from, to)) return to;
  throw new Fenced(`${from.name}: another replica moved the checkpoint at ${from.position}`);
};

/** Whether the log still is the one that the checkpoint was taken from. */
export const isSameLog = async (
  log: EventLog,
  checkpoint: Pick<Place, 'incarnation' | 'position' | 'commitId'>,
): Promise<boolean> => {
  if (log.incarnation !== checkpoint.incarnation) return false;
  if (checkpoint.position === 0) return true;
  return (await log.commitAt(checkpoint.position))?.id === checkpoint.commitId;
};
