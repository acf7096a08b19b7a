import type { Process, ProcessInput, Reaction, Recorded } from '@tutti/kernel';
import {
  deploymentEnds,
  deploymentEndTypes,
  type DeploymentEvent,
  type DeploymentStep,
  type TwinWish,
} from '@tutti/contracts/deployment';
import type { DeviceEvent } from '@tutti/contracts/devices';
import { deadlineOf, timedAfter } from './deadline.state';
import {
  goesBefore,
  initialState,
  newestAfter,
  type DeviceState,
  type Moving,
  type Planned,
  wishOf,
} from './device-models.state';
import { atOffer, stepOf } from './standing.state';

type DeviceLeaves = NonNullable<DeviceState['left']>;
type Lifecycle = Extract<
  DeviceEvent,
  { type: 'DeviceRegistered' | 'DeviceSuspended' | 'DeviceResumed' | 'DeviceRetired' }
>;
type Input = DeploymentEvent | Lifecycle;
type Offered = Extract<DeploymentEvent, { type: 'DeploymentOffered' }>['data'];

export type DeviceDeploymentEffect =
  | {
      readonly type: 'WriteModels';
      readonly deviceId: string;
      readonly wish: TwinWish | null;
      readonly position: number;
    }
  | {
      readonly type: 'TimeOut';
      readonly deploymentId: string;
      readonly step: DeploymentStep;
      /** When its time was over. */
      readonly at: number;
    }
  | {
      readonly type: 'EndUnanswered';
      readonly deploymentId: string;
      readonly cancel: number;
      readonly at: number;
    }
  | { readonly type: 'Supersede'; readonly deploymentId: string; readonly by: string }
  | { readonly type: 'Decommission'; readonly deploymentId: string; readonly cause: DeviceLeaves };

type Reacted = Reaction<DeviceState, DeviceDeploymentEffect>;

/** A device that was asked to stop and does not say anything is not waited for any longer. */
const answerMs = 10 * 60_000;
const [stepTimer, cancelTimer] = ['step', 'cancel'] as const;

const resting = (state: DeviceState): DeviceState | undefined =>
  state.open || state.confirmed || state.newest || state.left || state.leaving.length > 0 ? state : undefined;

const written = (state: DeviceState, deviceId: string, position: number): DeviceDeploymentEffect => ({
  type: 'WriteModels',
  deviceId,
  wish: wishOf(state),
  position,
});

const offered = (
  state: DeviceState,
  { aggregateId: id, position, time }: Recorded,
  offer: Offered,
): Reacted => {
  const { deviceId, plannedAt, plannedPosition, wish, stepMinutes } = offer;
  const { open, newest, left, leaving } = state;
  const declined = { ...state, leaving: [...leaving, { id, wish }] };
  // Offered while the device was leaving: it will never see it.
  if (left) return { state: declined, outgoing: [{ type: 'Decommission', deploymentId: id, cause: left }] };
  const other = goesBefore(state, offer);
  if (other !== undefined)
    return { state: declined, outgoing: [{ type: 'Supersede', deploymentId: id, by: other }] };
  const deadline = deadlineOf(atOffer, { wish, stepMinutes }, time.getTime());
  const planned: Planned = { id, plannedAt, plannedPosition };
  const before = open?.wish.mode === 'replace' ? open.before : newest;
  const next: DeviceState = {
    ...state,
    open: { id, wish, stepMinutes, standing: atOffer, deadline, planned, before },
    newest: wish.mode === 'replace' ? planned : newest,
    leaving: open ? [...leaving, { id: open.id, wish: open.wish }] : leaving,
  };
  const superseded = open ? [{ type: 'Supersede', deploymentId: open.id, by: id } as const] : [];
  return {
    state: next,
    outgoing: [written(next, deviceId, position), ...superseded],
    timers: [{ name: stepTimer, at: new Date(deadline) }],
    cancel: [cancelTimer],
  };
};

const confirms = (event: Input): boolean =>
  event.type === 'DeploymentConfirmed' || event.type === 'DeploymentAlreadyInstalled';

/** It counts all the same what was confirmed while something else took its place. */
const left = (state: DeviceState, recorded: Recorded<DeploymentEvent>): Reacted => {
  const { event, aggregateId: id, position } = recorded;
  const one = state.leaving.find((gone) => gone.id === id);
  if (!one || !isEnd(event)) return { state: resting(state) };
  const leaving = state.leaving.filter((gone) => gone !== one);
  if (!confirms(event) || one.wish.mode === 'shadow') return { state: resting({ ...state, leaving }) };
  const next = { ...state, leaving, confirmed: one };
  return { state: next, outgoing: next.open ? [] : [written(next, event.data.deviceId, position)] };
};

const isEnd = ({ type }: DeploymentEvent): boolean => type in deploymentEnds;

const closed = (
  state: DeviceState,
  open: Moving,
  { event, position }: Recorded<DeploymentEvent>,
): Reacted => {
  const { id, wish } = open;
  const confirmed = confirms(event) && wish.mode === 'replace' ? { id, wish } : state.confirmed;
  const newest = newestAfter(state, open, confirms(event));
  const next = { ...state, open: null, confirmed, newest };
  return {
    state: resting(next),
    outgoing: [written(next, event.data.deviceId, position)],
    cancel: [stepTimer, cancelTimer],
  };
};

/** While the device is asked to stop, that is what there is time for. */
const timersOf = (
  before: Moving,
  { standing, deadline }: Moving,
  now: number,
): Pick<Reacted, 'timers' | 'cancel'> => {
  const step = { timers: [{ name: stepTimer, at: new Date(deadline) }] };
  if (standing.cancels !== before.standing.cancels)
    return { timers: [{ name: cancelTimer, at: new Date(now + answerMs) }], cancel: [stepTimer] };
  if (standing.cancelling !== null) return {};
  if (before.standing.cancelling !== null) return { ...step, cancel: [cancelTimer] };
  return deadline === before.deadline ? {} : step;
};

const moved = (state: DeviceState, before: Moving, recorded: Recorded<DeploymentEvent>): Reacted => {
  const { event, position, time } = recorded;
  const open = { ...before, ...timedAfter(before, before, event, time.getTime()) };
  const next = { ...state, open };
  const cancelChanged = open.standing.cancelling !== before.standing.cancelling;
  return {
    state: next,
    outgoing: cancelChanged ? [written(next, event.data.deviceId, position)] : [],
    ...timersOf(before, open, time.getTime()),
  };
};

const onDeployment = (state: DeviceState, recorded: Recorded<DeploymentEvent>): Reacted => {
  const { event, aggregateId } = recorded;
  if (event.type === 'DeploymentOffered') return offered(state, recorded, event.data);
  if (state.open?.id !== aggregateId) return left(state, recorded);
  return isEnd(event) ? closed(state, state.open, recorded) : moved(state, state.open, recorded);
};

const leaves = (state: DeviceState, cause: DeviceLeaves): Reacted => ({
  state: { ...state, left: cause },
  outgoing: state.open ? [{ type: 'Decommission', deploymentId: state.open.id, cause }] : [],
});

/** Should it ever come back, it is another one: with a new key, and of what it had nobody knows. */
const retired = (state: DeviceState, { aggregateId: deviceId, position }: Recorded): Reacted => {
  const { outgoing = [] } = leaves(state, 'device-retired');
  const next: DeviceState = { ...state, confirmed: null, newest: null, leaving: [], left: 'device-retired' };
  const known = state.confirmed !== null && state.open === null;
  return { state: next, outgoing: known ? [...outgoing, written(next, deviceId, position)] : outgoing };
};

const onEvent = (state: DeviceState, recorded: Recorded<Input>): Reacted => {
  const { event } = recorded;
  switch (event.type) {
    case 'DeviceSuspended':
      return leaves(state, 'device-suspended');
    case 'DeviceRetired':
      return retired(state, recorded);
    case 'DeviceRegistered':
    case 'DeviceResumed':
      return { state: resting({ ...state, left: null }) };
    default:
      return onDeployment(state, recorded as Recorded<DeploymentEvent>);
  }
};

const onTimer = (state: DeviceState, name: string, at: Date): Reacted => {
  const { open } = state;
  if (!open) return { state: resting(state) };
  const { id: deploymentId, standing } = open;
  const about = { deploymentId, at: at.getTime() };
  return name === cancelTimer
    ? { state, outgoing: [{ type: 'EndUnanswered', cancel: standing.cancels, ...about }] }
    : { state, outgoing: [{ type: 'TimeOut', step: stepOf(standing), ...about }] };
};

const react = (state: DeviceState, input: ProcessInput<Input>): Reacted =>
  input.kind === 'timer' ? onTimer(state, input.name, input.at) : onEvent(state, input.recorded);

/** Puts into a device's twin which model it is to run, and ends what takes too long, is outdated, or has lost its device. */
export const deviceDeploymentProcess: Process<DeviceState, Input, DeviceDeploymentEffect> = {
  name: 'device-deployment',
  version: 1,
  subjects: ['evt.devices.device.*', 'evt.deployment.device-deployment.*'],
  handles: [
    ...deploymentEndTypes,
    'DeploymentOffered',
    'DeploymentAccepted',
    'DeploymentDeferred',
    'DeploymentDownloaded',
    'DeploymentVerified',
    'DeploymentWarmedUp',
    'DeploymentActivated',
    'DeploymentCancelRequested',
    'DeploymentCancelRefused',
    'DeploymentReportedLate',
    'DeviceRegistered',
    'DeviceSuspended',
    'DeviceResumed',
    'DeviceRetired',
  ],
  ignores: [
    'DeploymentRestored',
    'DeviceRequested',
    'DeviceRejected',
    'DeviceDescribed',
    'DeviceTagged',
    'DeviceKeyRotated',
    'DeviceWentOnline',
    'DeviceWentOffline',
    'DeviceFaulted',
    'DeviceWarned',
    'DeviceSettingsChanged',
  ],
  initialState,
  correlate: ({ event, aggregateId }) => ('deviceId' in event.data ? event.data.deviceId : aggregateId),
  react,
};
