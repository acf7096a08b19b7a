import { systemErrors } from '@tutti/contracts/system';
import { DomainError, type Commit, type CommitMetadata } from '@tutti/kernel';
import { v7 as uuid } from 'uuid';
import { AppendConflict, CorruptCommit, subjectOf, type EventLog } from './port';

const contextOf = (subject: string): string => subject.split('.')[1] ?? '';

/** Where it is written that a commit is passed over: by the context that wrote it, and by nobody else. */
export const skipSubject = ({ position, subject }: Pick<Commit, 'position' | 'subject'>): string =>
  subjectOf(contextOf(subject), 'skip', String(position));

export interface SkipRequest {
  /** Whose commits the caller may write. */
  readonly context: string;
  readonly position: number;
  readonly reason?: string | undefined;
  readonly time: Date;
  readonly metadata: CommitMetadata;
}

const refusal = (code: keyof typeof systemErrors, detail: string): DomainError =>
  new DomainError(systemErrors[code], { detail });

/** What cannot be read there; refuses where there is nothing to pass over. */
const corruptAt = async (log: EventLog, position: number): Promise<CorruptCommit['at']> => {
  try {
    const commit = await log.commitAt(position);
    throw commit
      ? refusal('commit.readable', `The commit at position ${position} can be read: there is no need.`)
      : refusal('commit.not-found', `The log has no commit at position ${position}.`);
  } catch (error) {
    if (error instanceof CorruptCommit) return error.at;
    throw error;
  }
};

/**
 * Writes down that a commit that cannot be read is passed over: from then on it reads, for everybody, as one without
 * events. Answers with the position of that statement; saying it twice is saying it once.
 */
export const skipCommit = async (log: EventLog, request: SkipRequest): Promise<number> => {
  const { context, position, reason, time, metadata } = request;
  const known = await log.lastPosition([subjectOf(context, 'skip', String(position))]);
  if (known > 0) return known;
  const at = await corruptAt(log, position);
  const owner = contextOf(at.subject);
  if (owner !== context) {
    throw refusal('commit.of-another-service', `The service ${owner} wrote position ${position}. Ask it.`);
  }
  const data = { position, subject: at.subject, ...(reason ? { reason } : {}) };
  const events = [{ event: { type: 'CommitSkipped', data }, aggregateVersion: 1 }] as const;
  const place = { context, aggregate: 'skip', aggregateId: String(position), expected: 0 };
  try {
    const [written = 0] = await log.append([{ id: uuid(), ...place, time, metadata, events }]);
    return written;
  } catch (error) {
    if (error instanceof AppendConflict) return log.lastPosition([skipSubject(at)]);
    throw error;
  }
};
