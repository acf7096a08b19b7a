import type { Commit, CommitMetadata, DomainEvent } from '@tutti/kernel';

/** One event that is about to be written. Its id in the log becomes `<commitId>.<index>`. */
export interface NewEvent {
  readonly event: DomainEvent;
  readonly aggregateVersion: number;
}

/** What one command appends to one subject: one message, atomic by construction. */
export interface NewCommit {
  /** UUIDv7. */
  readonly id: string;
  readonly context: string;
  readonly aggregate: string;
  readonly aggregateId: string;
  /** Log position of the subject's newest commit as the writer knows it; 0 = the subject has none. */
  readonly expected: number;
  readonly commandId?: string;
  readonly time: Date;
  readonly metadata: CommitMetadata;
  readonly events: readonly NewEvent[];
}

export interface TailOptions {
  /** Subject filters, e.g. `evt.devices.>`. */
  readonly subjects: readonly string[];
  /** Position after which to begin; 0 = from the first commit. */
  readonly after: number;
  /** Ends the tail. */
  readonly signal: AbortSignal;
  /** Largest batch; 500 when absent. */
  readonly maxBatch?: number;
}

/** A run of commits in log order. `pending` = how many more match and are already in the log. */
export interface TailBatch {
  readonly commits: readonly Commit[];
  readonly pending: number;
}

export interface PageOptions {
  readonly subjects: readonly string[];
  readonly after: number;
  readonly limit: number;
}

/**
 * The log, as the rest of the system sees it. A message that somebody else wrote reads as a commit without events: it
 * changes nothing, but it holds a position, which expectations, checkpoints and waiting readers must know. Reads that say "may lag" can be answered by a replica that is behind;
 * the optimistic expectation makes that harmless for writers.
 */
export interface EventLog {
  /** Random id given to the log when it was created: another one means another history. */
  readonly incarnation: string;
  /** Raised whenever the connection was lost and came back: whoever keeps state in memory must read it again. */
  readonly epoch: number;
  /**
   * Appends all commits or none; a single one is the hot path. Answers with their positions. Rejects with
   * `AppendConflict` when an expectation does not hold, with `AppendUnknown` when nobody can tell yet.
   */
  append(commits: readonly [NewCommit, ...NewCommit[]]): Promise<readonly number[]>;
  /** Commits of one subject after a position, in order. May lag. */
  load(subject: string, after: number): Promise<readonly Commit[]>;
  /** The same, answered by the leader: never lags. */
  loadConfirmed(subject: string, after: number): Promise<readonly Commit[]>;
  /** Position of the newest commit that matches any of the filters, confirmed by the leader; 0 = none. */
  lastPosition(subjects: readonly string[]): Promise<number>;
  /** One commit by position; `undefined` when there is none. Confirmed by the leader. */
  commitAt(position: number): Promise<Commit | undefined>;
  /** History: up to `limit` commits after a position, each once whatever the filters share. May lag. */
  page(options: PageOptions): Promise<readonly Commit[]>;
  /**
   * History, then live, without a gap and without an end; nothing more once the signal is aborted. Survives server
   * restarts. Throws `LogChanged` when the log that comes back is not the one that was read, `CorruptCommit` after all
   * that stands before it, and what waiting does not cure: a closed connection, missing rights, impossible filters.
   */
  tail(options: TailOptions): AsyncIterable<TailBatch>;
  /** Newest position that was written at or before a time; 0 = none. */
  positionAt(time: Date): Promise<number>;
}

/** An expectation did not hold: somebody else wrote the subject. */
export class AppendConflict extends Error {
  override readonly name: string = 'AppendConflict';
}

/** Somebody else's append to the subject is under way in the cluster: nothing of ours was stored, and nobody knows yet of what. */
export class AppendUnderWay extends AppendConflict {
  override readonly name = 'AppendUnderWay';
}

/** The answer to an append was lost: it may or may not be in the log. */
export class AppendUnknown extends Error {
  override readonly name = 'AppendUnknown';
}

/** The log is not the one that was read before: another incarnation, or an older copy of it. */
export class LogChanged extends Error {
  override readonly name = 'LogChanged';
}

/** A stored commit that cannot be read: broken JSON, or data that its schema does not allow. */
export class CorruptCommit extends Error {
  override readonly name = 'CorruptCommit';

  constructor(
    readonly at: Pick<Commit, 'position' | 'subject'>,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** State of one aggregate at a position, with what is needed to trust it and to recognise repeated commands. */
export interface Snapshot {
  readonly incarnation: string;
  readonly stateVersion: number;
  readonly position: number;
  readonly commitId: string;
  readonly version: number;
  readonly commandIds: readonly (readonly [commandId: string, position: number])[];
  readonly state: unknown;
}

export interface SnapshotStore {
  load(subject: string): Promise<Snapshot | undefined>;
  save(subject: string, snapshot: Snapshot): Promise<void>;
}

/** Subject of one aggregate. Throws when the id is not one token: a wildcard would read other aggregates. */
export const subjectOf = (context: string, aggregate: string, id: string): string => {
  if (!/^[^\s.*>]+$/.test(id)) throw new Error(`"${id}" cannot be the id of an aggregate`);
  return `evt.${context}.${aggregate}.${id}`;
};
