import { transaction } from '@tutti/database';
import type { EventLog } from '@tutti/event-store';
import { systemErrors } from '@tutti/contracts/system';
import { DomainError, type Clock, type Process, type DomainEvent, type Outgoing } from '@tutti/kernel';
import type { DataSource } from 'typeorm';
import {
  holdCheckpoint,
  insertCheckpoint,
  isSameLog,
  moveCheckpoint,
  readCheckpoint,
  shapeOf,
} from '../checkpoint/checkpoint-store';
import type { Checkpoint } from '../checkpoint/checkpoint.table';
import { Halted } from '../support/errors';

interface Place {
  readonly database: DataSource;
  readonly log: EventLog;
  readonly process: Pick<Process<unknown, DomainEvent, Outgoing>, 'name' | 'version' | 'handles'>;
  readonly clock: Clock;
}

export const processCheckpointName = ({ name }: { readonly name: string }): string => `process:${name}`;

/** The checkpoint to go on from. Older code and another log are for a person to decide: what was done stays done. */
export const prepareProcess = async ({ database, log, process, clock }: Place): Promise<Checkpoint> => {
  const name = processCheckpointName(process);
  const code = shapeOf(process.version, process.handles);
  const stored = await readCheckpoint(database.manager, name);
  if (!stored) {
    const first = { name, incarnation: log.incarnation, ...code };
    return transaction(database, (manager) => insertCheckpoint(manager, first, clock));
  }
  if (stored.version > code.version) {
    throw new Halted(
      'newer-code',
      `${process.name}: version ${stored.version} wrote last, this code is version ${code.version}`,
    );
  }
  if (!(await isSameLog(log, stored))) {
    throw new Halted(
      'other-log',
      `${process.name}: the log is not the one that was read up to position ${stored.position}. ` +
        'Check what was restored, then say from where to go on.',
    );
  }
  if (stored.shape === code.shape) return stored;
  return transaction(database, (manager) =>
    moveCheckpoint(manager, stored, { ...code, updatedAt: clock.now() }),
  );
};

/** Whether a person has said, to whichever replica, from where to go on in this log. */
export const isAdopted = async ({ database, log, process }: Place): Promise<boolean> => {
  const stored = await readCheckpoint(database.manager, processCheckpointName(process));
  return stored !== undefined && isSameLog(log, stored);
};

const noCommit = (position: number): DomainError =>
  new DomainError(systemErrors['commit.not-found'], {
    detail: `The log has no commit at position ${position}.`,
  });

/** A person's answer: this log, from after this position. State, timers and outbox stay as they are. */
export const adoptLog = async (place: Place, position: number): Promise<void> => {
  const { database, log, process, clock } = place;
  const commit = position === 0 ? undefined : await log.commitAt(position);
  if (position !== 0 && !commit) throw noCommit(position);
  const commitId = commit?.id ?? '';
  await transaction(database, async (manager) => {
    const stored = await holdCheckpoint(manager, processCheckpointName(process));
    if (!stored) return;
    const { incarnation } = log;
    await moveCheckpoint(manager, stored, { incarnation, position, commitId, updatedAt: clock.now() });
  });
};
