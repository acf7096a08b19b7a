import type { LeaderPhase } from './leader/leader';
import type { Trouble } from './leader/trouble';
import type { Rebuild } from './projection/rebuild.table';

/** Plain data for `/readyz` and `/metrics`. */
export interface RunnerStatus {
  readonly kind: 'projection' | 'process';
  readonly name: string;
  readonly phase: LeaderPhase;
  /** Whether this replica does the work. */
  readonly leader: boolean;
  /** Caught up at least once, or following a replica that works; false when it fails or stopped. */
  readonly ready: boolean;
  readonly generation: number;
  readonly position: number;
  /** Commits in the log that match and are not yet taken in; null when unknown. */
  readonly lag: number | null;
  readonly error: string | null;
  readonly trouble: Trouble | null;
}

export interface ProcessStatus extends RunnerStatus {
  readonly kind: 'process';
  /** Instances that wait for a person. */
  readonly parked: number;
  /** Outgoing commands and effects that are not done. */
  readonly outgoing: number;
}

/** The newest rebuild, and what keeps it from going on. */
export interface RebuildReport extends Pick<
  Rebuild,
  'state' | 'reason' | 'generation' | 'position' | 'askedBy' | 'startedAt' | 'endedAt'
> {
  readonly error: string | null;
}

/** A projection as database and log have it, whichever replica works on it. */
export interface ProjectionReport extends RunnerStatus {
  /** Newest position that concerns it. */
  readonly target: number;
  readonly rebuild: RebuildReport | null;
}

export interface ProcessReport extends ProcessStatus {
  readonly target: number;
}
