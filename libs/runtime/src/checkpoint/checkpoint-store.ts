import { createHash } from 'node:crypto';
import type { EventLog } from '@tutti/event-store';
import type { Clock } from '@tutti/kernel';
import type { EntityManager } from 'typeorm';
import { Fenced } from '../support/errors';
import { checkpointTable, type Checkpoint } from './checkpoint.table';

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

/** Compare-and-set: throws `Fenced`, and thereby rolls back, unless the row still is `from`. */
export const moveCheckpoint = async (
  manager: EntityManager,
  from: Checkpoint,
  changes: Partial<Omit<Checkpoint, 'name' | 'revision'>>,
): Promise<Checkpoint> => {
  const to = { ...from, ...changes, revision: from.revision + 1 };
  const { name, generation, version, position, revision } = from;
  const { affected } = await manager.update(
    checkpointTable,
    { name, generation, version, position, revision },
    to,
  );
  if (affected !== 1) throw new Fenced(`${name}: another replica moved the checkpoint at ${position}`);
  return to;
};

/** Whether the log still is the one that the checkpoint was taken from. */
export const isSameLog = async (log: EventLog, checkpoint: Checkpoint): Promise<boolean> => {
  if (log.incarnation !== checkpoint.incarnation) return false;
  if (checkpoint.position === 0) return true;
  return (await log.commitAt(checkpoint.position))?.id === checkpoint.commitId;
};
