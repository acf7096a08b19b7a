import { DomainError, type Clock } from '@tutti/kernel';
import { commonErrors } from '@tutti/contracts/common';
import { setTimeout as delay } from 'node:timers/promises';
import { AppendConflict, AppendUnknown, subjectOf, type EventLog, type NewCommit } from './port';

export type NewCommits = readonly [NewCommit, ...NewCommit[]];

export interface AppenderOptions {
  /** How long an unknown outcome is pursued before the caller hears of it. */
  readonly patienceMs?: number;
}

const retryPauseMs = 100;

/**
 * Appends exactly once. After an ambiguous answer it looks on the leader for its own commit id among everything after
 * the expected position: found = done; not found after a time-out = the very same append again, which the expectation
 * makes harmless. Answers `undefined` on a true conflict. Throws `log.unavailable` when patience ends.
 */
export const appendExactly = async (
  log: EventLog,
  commits: NewCommits,
  clock: Clock,
  { patienceMs = 10_000 }: AppenderOptions = {},
): Promise<readonly number[] | undefined> => {
  const deadline = clock.now().getTime() + patienceMs;
  for (;;) {
    const outcome = await attempt(log, commits);
    if (outcome !== 'unknown') return outcome === 'conflict' ? undefined : outcome;
    if (clock.now().getTime() >= deadline) throw unknownOutcome();
    await delay(retryPauseMs);
  }
};

const attempt = async (
  log: EventLog,
  commits: NewCommits,
): Promise<readonly number[] | 'conflict' | 'unknown'> => {
  try {
    return await log.append(commits);
  } catch (error) {
    if (!(error instanceof AppendConflict) && !(error instanceof AppendUnknown)) throw error;
    const found = await find(log, commits).catch(() => 'unknown' as const);
    if (found !== undefined) return found;
    return error instanceof AppendConflict ? 'conflict' : 'unknown';
  }
};

/** Positions of our own commits, if they are in the log. All of them or none: a batch is atomic. */
const find = async (log: EventLog, commits: NewCommits): Promise<readonly number[] | undefined> => {
  const positions: number[] = [];
  for (const commit of commits) {
    const subject = subjectOf(commit.context, commit.aggregate, commit.aggregateId);
    const later = await log.loadConfirmed(subject, commit.expected);
    const own = later.find((candidate) => candidate.id === commit.id);
    if (!own) return undefined;
    positions.push(own.position);
  }
  return positions;
};

const unknownOutcome = (): DomainError =>
  new DomainError(commonErrors['log.unavailable'], {
    detail:
      'The event log did not answer in time, so it is not known whether the command was taken. ' +
      'Send it again with the same Idempotency-Key: it is then carried out once.',
  });
