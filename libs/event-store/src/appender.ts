import { DomainError } from '@tutti/kernel';
import { commonErrors } from '@tutti/contracts/common';
import { setTimeout as delay } from 'node:timers/promises';
import {
  AppendConflict,
  AppendUnderWay,
  AppendUnknown,
  subjectOf,
  type EventLog,
  type NewCommit,
} from './port';

export type NewCommits = readonly [NewCommit, ...NewCommit[]];

export interface AppenderOptions {
  /** How long an unknown outcome is pursued before the caller hears of it. */
  readonly patienceMs?: number;
  /** Between two attempts: 100 ms when absent. */
  readonly retryPauseMs?: number;
}

/**
 * Appends exactly once. After an ambiguous answer it looks on the leader for its own commit id among everything after
 * the expected position: found = done; somebody else's there = a conflict; nothing there = the very same append again,
 * which the expectation makes harmless. Answers `undefined` on a conflict. Throws `log.unavailable` when patience ends.
 */
export const appendExactly = async (
  log: EventLog,
  commits: NewCommits,
  { patienceMs = 10_000, retryPauseMs = 100 }: AppenderOptions = {},
): Promise<readonly number[] | undefined> => {
  const deadline = performance.now() + patienceMs;
  for (let sent = false; ;) {
    const outcome = await attempt(log, commits, sent);
    if (outcome === 'conflict') return undefined;
    if (typeof outcome === 'object') return outcome;
    if (performance.now() >= deadline) throw unknownOutcome();
    sent ||= outcome === 'unknown';
    // Writers that met in a cluster must not meet again at the same moment.
    await delay(outcome === 'unknown' ? retryPauseMs : Math.random() * underWayMs);
  }
};

/** In which a cluster has decided upon an append, usually. */
const underWayMs = 20;

type Outcome = readonly number[] | 'conflict' | 'unknown' | 'under way';

const attempt = async (log: EventLog, commits: NewCommits, sentBefore: boolean): Promise<Outcome> => {
  try {
    return await log.append(commits);
  } catch (error) {
    if (!(error instanceof AppendConflict) && !(error instanceof AppendUnknown)) throw error;
    const outcome = await find(log, commits).catch(() => 'unknown' as const);
    // A conflict without another commit: with our own earlier attempt, which is still on its way (error 10164).
    if (outcome !== 'unknown' || error instanceof AppendUnknown || sentBefore) return outcome;
    return error instanceof AppendUnderWay ? 'under way' : 'conflict';
  }
};

/** What the leader knows of our commits. They are all in the log or none: a batch is atomic. */
const find = async (log: EventLog, commits: NewCommits): Promise<Outcome> => {
  const positions: number[] = [];
  for (const commit of commits) {
    const subject = subjectOf(commit.context, commit.aggregate, commit.aggregateId);
    const later = await log.loadConfirmed(subject, commit.expected);
    const own = later.find((candidate) => candidate.id === commit.id);
    if (own) positions.push(own.position);
    else if (later.length > 0) return 'conflict';
  }
  return positions.length === commits.length ? positions : 'unknown';
};

const unknownOutcome = (): DomainError =>
  new DomainError(commonErrors['log.unavailable'], {
    detail:
      'The event log did not answer in time, so it is not known whether the command was taken. ' +
      'Send it again with the same Idempotency-Key: it is then carried out once.',
  });
