import { transaction } from '@tutti/database';
import type { EventLog } from '@tutti/event-store';
import type { Clock } from '@tutti/kernel';
import type { DataSource } from 'typeorm';
import {
  insertCheckpoint,
  isSameLog,
  moveCheckpoint,
  readCheckpoint,
  type CodeShape,
} from '../checkpoint/checkpoint-store';
import type { Checkpoint } from '../checkpoint/checkpoint.table';
import { Fenced, Halted } from '../support/errors';
import type { Logger } from '../support/logger';
import { nextGeneration, readRebuild, writeRebuild } from './rebuild-store';
import { checkpointNameOf } from './view';

interface Place {
  readonly database: DataSource;
  readonly log: EventLog;
  readonly projection: { readonly name: string };
  readonly clock: Clock;
  readonly logger: Logger;
}

/** The checkpoint from which the live generation goes on: the stored one, or the start of another. */
export const prepareProjection = async (place: Place, code: CodeShape): Promise<Checkpoint> => {
  const { database, log, projection, clock } = place;
  const name = checkpointNameOf(projection);
  const stored = await readCheckpoint(database.manager, name);
  if (!stored) {
    const first = { name, incarnation: log.incarnation, ...code };
    return transaction(database, (manager) => insertCheckpoint(manager, first, clock));
  }
  if (stored.version > code.version) {
    throw new Halted(
      'newer-code',
      `${projection.name}: version ${stored.version} wrote last, this code is version ${code.version}`,
    );
  }
  if (!(await isSameLog(log, stored))) return startOver(place, code, stored);
  if (stored.shape !== code.shape) throw new Fenced(`${projection.name}: other code wrote last`);
  return stored;
};

/**
 * Rows of another log tell what never happened in this one: they are not shown, even while there are no others. They
 * are left to be swept.
 */
const startOver = async (place: Place, code: CodeShape, stored: Checkpoint): Promise<Checkpoint> => {
  const { database, log, projection, clock, logger } = place;
  const last = await readRebuild(database.manager, stored.name);
  const now = clock.now();
  const build = { ...code, generation: nextGeneration(stored, last), incarnation: log.incarnation };
  const ended = { name: stored.name, state: 'swapped', reason: 'another-log', askedBy: 'system' } as const;
  const begun = await transaction(database, async (manager) => {
    const start = { ...build, position: 0, commitId: '', updatedAt: now };
    const moved = await moveCheckpoint(manager, stored, start);
    await writeRebuild(manager, last, { ...ended, ...build, startedAt: now });
    return moved;
  });
  const { generation } = begun;
  logger.warn({ projection: projection.name, generation }, 'The log is another one: the rows are built anew');
  return begun;
};
