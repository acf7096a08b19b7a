import type { DeploymentEnd, RolloutEvent } from '@tutti/contracts/deployment';
import { deploymentEndTypes } from '@tutti/contracts/deployment';
import type { Projection, Recorded } from '@tutti/kernel';
import { quarterOf, withPast, type Past } from './quarter.state';

export type RolloutStatus =
  'planned' | 'approved' | 'refused' | 'running' | 'paused' | 'stopped' | 'finished';

/** A rollout as it is now, and when it was what. Times in milliseconds since 1970. */
export interface RolloutTallyRow {
  readonly id: string;
  readonly name: string;
  readonly model: string;
  readonly status: RolloutStatus;
  readonly past: readonly Past<RolloutStatus>[];
  readonly startedAt: number | null;
  /** When it was finished, stopped or refused. */
  readonly endedAt: number | null;
  /** Newest change. */
  readonly changedAt: number;
  /** Devices, when it was finished. */
  readonly succeeded: number | null;
  readonly failed: number | null;
}

const statuses = {
  RolloutApproved: 'approved',
  RolloutRefused: 'refused',
  RolloutStarted: 'running',
  RolloutPaused: 'paused',
  RolloutResumed: 'running',
  RolloutStopped: 'stopped',
  RolloutFinished: 'finished',
} as const;
type Known = Extract<RolloutEvent, { type: 'RolloutPlanned' | keyof typeof statuses }>;

const ends: ReadonlySet<RolloutStatus> = new Set(['refused', 'stopped', 'finished']);

const project = (
  row: RolloutTallyRow | undefined,
  { event, aggregateId: id, time }: Recorded<Known>,
): RolloutTallyRow | undefined => {
  const at = time.getTime();
  if (event.type === 'RolloutPlanned') {
    const { name, model } = event.data;
    const nothing = { startedAt: null, endedAt: null, succeeded: null, failed: null };
    const about = { id, name, model: `${model.name} ${model.version}`, changedAt: at };
    return { ...about, status: 'planned', past: [], ...nothing };
  }
  if (!row) return undefined;
  const status = statuses[event.type];
  return {
    ...row,
    status,
    past: withPast(row.past, row.status, at),
    changedAt: at,
    startedAt: event.type === 'RolloutStarted' ? at : row.startedAt,
    endedAt: ends.has(status) ? at : row.endedAt,
    succeeded: event.type === 'RolloutFinished' ? event.data.succeeded : row.succeeded,
    failed: event.type === 'RolloutFinished' ? event.data.failed : row.failed,
  };
};

export const rolloutTallyProjection: Projection<RolloutTallyRow, Known> = {
  name: 'rollout-tally',
  version: 1,
  subjects: ['evt.deployment.rollout.*'],
  handles: ['RolloutPlanned', ...(Object.keys(statuses) as (keyof typeof statuses)[])],
  key: ({ aggregateId }) => aggregateId,
  project,
};

/** Devices that came to an end of a rollout in a quarter of an hour. */
export interface RolloutQuarterRow {
  readonly id: string;
  readonly rolloutId: string;
  /** Begin of the quarter, milliseconds since 1970. */
  readonly at: number;
  readonly confirmed: number;
  /** Had it already, or only compared it. */
  readonly otherwise: number;
  readonly rolledBack: number;
  readonly failed: number;
}

const endings: Partial<Record<DeploymentEnd['type'], 'confirmed' | 'otherwise' | 'rolledBack' | 'failed'>> = {
  DeploymentConfirmed: 'confirmed',
  DeploymentCompared: 'otherwise',
  DeploymentAlreadyInstalled: 'otherwise',
  DeploymentRolledBack: 'rolledBack',
  DeploymentFailed: 'failed',
  DeploymentTimedOut: 'failed',
};

const quarterKey = ({ event, time }: Recorded<DeploymentEnd>): string | undefined =>
  endings[event.type] && `${event.data.rolloutId}.${quarterOf(time.getTime())}`;

export const rolloutQuarterProjection: Projection<RolloutQuarterRow, DeploymentEnd> = {
  name: 'rollout-quarter-tally',
  version: 1,
  subjects: ['evt.deployment.device-deployment.*'],
  handles: deploymentEndTypes,
  key: quarterKey,
  project: (row, recorded) => {
    const { event, time } = recorded;
    const ending = endings[event.type];
    const id = quarterKey(recorded);
    if (ending === undefined || id === undefined) return row;
    const { rolloutId } = event.data;
    const none = { confirmed: 0, otherwise: 0, rolledBack: 0, failed: 0 };
    const before = row ?? { id, rolloutId, at: quarterOf(time.getTime()), ...none };
    return { ...before, [ending]: before[ending] + 1 };
  },
};
