import type { RolloutEvent } from '@tutti/contracts/deployment';
import type { StreamStatus } from '@tutti/contracts/training';
import type { Projection, Recorded } from '@tutti/kernel';

/** A rollout of one of a stream's models, as far as the stream's status goes. */
export interface StreamRolloutRow {
  readonly id: string;
  readonly streamId: string;
  readonly status: Extract<StreamStatus, 'deploying' | 'deployed' | 'deploy-failed'>;
  /** Position in the log: the newest is the largest. 0 while it says nothing of the stream. */
  readonly started: number;
  readonly startedAt: number;
}

type Known = Extract<
  RolloutEvent,
  {
    type:
      | 'RolloutPlanned'
      | 'RolloutStarted'
      | 'RolloutPaused'
      | 'RolloutResumed'
      | 'RolloutStopped'
      | 'RolloutFinished';
  }
>;

type Finished = Extract<Known, { type: 'RolloutFinished' }>['data'];

const finished = (row: StreamRolloutRow, { succeeded, failed }: Finished): StreamRolloutRow => {
  if (succeeded > 0) return { ...row, status: 'deployed' };
  // Nobody took it, and nobody failed to: as if it had not been.
  return failed > 0 ? { ...row, status: 'deploy-failed' } : { ...row, started: 0 };
};

const changed = (
  row: StreamRolloutRow,
  { event, position, time }: Recorded<Exclude<Known, { type: 'RolloutPlanned' }>>,
): StreamRolloutRow => {
  switch (event.type) {
    case 'RolloutStarted':
      return { ...row, status: 'deploying', started: position, startedAt: time.getTime() };
    case 'RolloutPaused':
      return event.data.cause === 'errors' ? { ...row, status: 'deploy-failed' } : row;
    case 'RolloutResumed':
      return { ...row, status: 'deploying' };
    case 'RolloutStopped':
      return { ...row, status: 'deploy-failed' };
    case 'RolloutFinished':
      return finished(row, event.data);
    default:
      return event satisfies never;
  }
};

/** Imported models have no stream, and whoever only looks at a model beside the current one does not deploy it. */
const planned = (
  id: string,
  { streamId, wish }: Extract<Known, { type: 'RolloutPlanned' }>['data'],
): StreamRolloutRow | undefined =>
  streamId === undefined || wish.mode === 'shadow'
    ? undefined
    : { id, streamId, status: 'deploying', started: 0, startedAt: 0 };

const project = (
  row: StreamRolloutRow | undefined,
  recorded: Recorded<Known>,
): StreamRolloutRow | undefined => {
  const { event, aggregateId: id } = recorded;
  if (event.type === 'RolloutPlanned') return planned(id, event.data);
  return row && changed(row, { ...recorded, event });
};

export const streamRolloutListProjection: Projection<StreamRolloutRow, Known> = {
  name: 'stream-rollout-list',
  version: 1,
  subjects: ['evt.deployment.rollout.*'],
  handles: [
    'RolloutPlanned',
    'RolloutStarted',
    'RolloutPaused',
    'RolloutResumed',
    'RolloutStopped',
    'RolloutFinished',
  ],
  key: ({ aggregateId }) => aggregateId,
  project,
};
