import type { RolloutEvent } from '@tutti/contracts/deployment';
import type { Process, Reaction, Recorded } from '@tutti/kernel';
import { infoOf, type Tell } from '../tell/tell.process';

type Watched = Extract<
  RolloutEvent,
  {
    type:
      | 'RolloutPlanned'
      | 'RolloutRefused'
      | 'RolloutPaused'
      | 'GroupFailed'
      | 'RolloutStopped'
      | 'RolloutFinished';
  }
>;

/** Of a rollout that has not ended. */
export interface RolloutWatchState {
  readonly name: string;
  readonly model: string;
}

type Reacted = Reaction<RolloutWatchState, Tell>;
type DataOf<Type extends Watched['type']> = Extract<Watched, { type: Type }>['data'];

const about = ({ name }: RolloutWatchState, { aggregateId: id, time }: Recorded) =>
  ({ type: 'Tell', source: { id, name }, at: time.toISOString() }) as const;

const planned = (data: DataOf<'RolloutPlanned'>, recorded: Recorded): Reacted => {
  const { model, name, approval } = data;
  const state = { name, model: `${model.name} ${model.version}` };
  const waits: Tell = {
    ...about(state, recorded),
    code: 'deployment.rollout-waits',
    info: infoOf({ model: state.model }),
  };
  return { state, outgoing: approval ? [waits] : [] };
};

/** Who paused it knows; that its errors did is told with the group that had them. */
const paused = (
  state: RolloutWatchState,
  { cause, group }: DataOf<'RolloutPaused'>,
  recorded: Recorded,
): Reacted => {
  if (cause !== 'group-passed') return { state };
  const { model } = state;
  const tell: Tell = {
    ...about(state, recorded),
    code: 'deployment.rollout-paused',
    info: infoOf({ model, cause, group: group === undefined ? undefined : group + 1 }),
  };
  return { state, outgoing: [tell] };
};

const react = (state: RolloutWatchState, recorded: Recorded<Watched>): Reacted => {
  const { event } = recorded;
  const { model } = state;
  switch (event.type) {
    case 'RolloutPlanned':
      return planned(event.data, recorded);
    case 'GroupFailed': {
      const info = infoOf({ model, group: event.data.group + 1, failed: event.data.failed });
      return { state, outgoing: [{ ...about(state, recorded), code: 'deployment.rollout-failed', info }] };
    }
    case 'RolloutPaused':
      return paused(state, event.data, recorded);
    case 'RolloutFinished': {
      const { succeeded, failed, other } = event.data;
      const tell: Tell = {
        ...about(state, recorded),
        code: 'deployment.rollout-finished',
        ...(failed > 0 ? { level: 'warning' as const } : {}),
        info: infoOf({ model, succeeded, failed, other }),
      };
      return { state: undefined, outgoing: [tell] };
    }
    case 'RolloutRefused':
    case 'RolloutStopped':
      return { state: undefined };
    default:
      return event satisfies never;
  }
};

/** What people are told of rollouts. One instance per rollout, until it ends. */
export const rolloutWatchProcess: Process<RolloutWatchState, Watched, Tell> = {
  name: 'rollout-watch',
  version: 1,
  subjects: ['evt.deployment.rollout.*'],
  handles: [
    'RolloutPlanned',
    'RolloutRefused',
    'RolloutPaused',
    'GroupFailed',
    'RolloutStopped',
    'RolloutFinished',
  ],
  ignores: [
    'RolloutApproved',
    'RolloutStarted',
    'GroupStarted',
    'WaveOffered',
    'GroupPassed',
    'RolloutResumed',
    'DevicesAdmitted',
  ],
  initialState: { name: '', model: '' },
  correlate: ({ aggregateId }) => aggregateId,
  react: (state, input) => (input.kind === 'event' ? react(state, input.recorded) : { state }),
};
