import type { DeviceEvent } from '@tutti/contracts/devices';
import type { Process, ProcessInput, Reaction, Recorded } from '@tutti/kernel';
import { infoOf, type Tell } from '../tell/tell.process';

type Watched = Exclude<DeviceEvent, { type: 'DeviceTagged' | 'DeviceSettingsChanged' }>;

export interface DeviceWatchState {
  readonly name: string;
  readonly serial?: string;
  /** When it was heard of last, while it is offline. */
  readonly offlineSince?: string;
  /** People were told that it is offline. */
  readonly told?: boolean;
  /** Somebody has shut it out: that it is away then is no news. */
  readonly suspended?: boolean;
}

type Reacted = Reaction<DeviceWatchState, Tell>;

const minuteMs = 60_000;
/** A token that lets devices in does so at once: then nobody is asked. */
const requestMinutes = 1;

const after = ({ time }: Pick<Recorded, 'time'>, minutes: number): Date =>
  new Date(time.getTime() + minutes * minuteMs);

const gone = ({ offlineSince: _, told: __, ...state }: DeviceWatchState): DeviceWatchState => state;

const back = (state: DeviceWatchState, { time, aggregateId: id }: Recorded): Reacted => {
  const { name, offlineSince, told } = state;
  const cancel = ['offline'];
  if (!told || offlineSince === undefined) return { state: gone(state), cancel };
  const minutes = Math.round((time.getTime() - Date.parse(offlineSince)) / minuteMs);
  const at = time.toISOString();
  const tell: Tell = {
    ...{ type: 'Tell', code: 'connectivity.device-back', source: { id, name }, at },
    info: { minutes },
    matter: 'devices',
  };
  return { state: gone(state), cancel, outgoing: [tell] };
};

/** It has the minutes to come back, unless it is kept away or people know. */
const awaited = (state: DeviceWatchState, { time }: Pick<Recorded, 'time'>, minutes: number): Reacted => {
  const { offlineSince, told, suspended } = state;
  if (offlineSince === undefined || told === true || suspended === true) return { state };
  return { state, timers: [{ name: 'offline', at: after({ time }, minutes) }] };
};

const trouble = (
  { name }: DeviceWatchState,
  { event, aggregateId: id, time }: Recorded<Extract<Watched, { type: 'DeviceFaulted' | 'DeviceWarned' }>>,
): Tell => {
  const about = { type: 'Tell', source: { id, name }, at: time.toISOString() } as const;
  if (event.type === 'DeviceFaulted') {
    const { kind, message } = event.data;
    return { ...about, code: 'inference.device-faulted', info: infoOf({ kind, message }) };
  }
  const { model, modelVersion, below, count: results, lowest } = event.data;
  // A model that is wrong is wrong on all edges that have it: one matter.
  const matter = `${model} ${modelVersion}`;
  const info = infoOf({ model, modelVersion, results, below, lowest });
  return { ...about, code: 'score.warning', info, matter };
};

const onEvent =
  (offlineMinutes: number) =>
  (state: DeviceWatchState, recorded: Recorded<Watched>): Reacted => {
    const { event } = recorded;
    switch (event.type) {
      case 'DeviceRequested': {
        const { serial } = event.data;
        const name = state.name || serial;
        return {
          state: { ...state, name, serial },
          timers: [{ name: 'waits', at: after(recorded, requestMinutes) }],
        };
      }
      case 'DeviceRegistered':
        return { state: { ...state, name: event.data.name }, cancel: ['waits'] };
      case 'DeviceRejected':
      case 'DeviceKeyRotated':
        return { state, cancel: ['waits'] };
      case 'DeviceDescribed':
        return { state: { ...state, name: event.data.name ?? state.name } };
      case 'DeviceWentOnline':
        return back(state, recorded);
      case 'DeviceWentOffline':
        return awaited({ ...gone(state), offlineSince: event.data.lastSeenAt }, recorded, offlineMinutes);
      case 'DeviceFaulted':
      case 'DeviceWarned':
        return { state, outgoing: [trouble(state, { ...recorded, event })] };
      case 'DeviceSuspended': {
        const { told: _, ...rest } = state;
        return { state: { ...rest, suspended: true }, cancel: ['offline'] };
      }
      case 'DeviceResumed': {
        const { suspended: _, ...rest } = state;
        return awaited(rest, recorded, offlineMinutes);
      }
      case 'DeviceRetired': {
        const { suspended: _, ...rest } = gone(state);
        return { state: rest, cancel: ['offline', 'waits'] };
      }
      default:
        return event satisfies never;
    }
  };

const onTimer = (
  state: DeviceWatchState,
  { name: timer, at }: Extract<ProcessInput<Watched>, { kind: 'timer' }>,
  id: string,
): Reacted => {
  const { name, serial, offlineSince: lastSeenAt } = state;
  const about = { type: 'Tell', source: { id, name }, at: at.toISOString() } as const;
  if (timer === 'waits')
    return { state, outgoing: [{ ...about, code: 'security.device-waits', info: infoOf({ serial }) }] };
  if (lastSeenAt === undefined) return { state };
  const tell: Tell = { ...about, code: 'connectivity.device-offline', info: { lastSeenAt } };
  return { state: { ...state, told: true }, outgoing: [tell] };
};

/** What people are told of devices, by what the log says of them. One instance per device. */
export const deviceWatchProcess = (offlineMinutes: number): Process<DeviceWatchState, Watched, Tell> => ({
  name: 'device-watch',
  version: 2,
  subjects: ['evt.devices.device.*'],
  handles: [
    'DeviceRequested',
    'DeviceRegistered',
    'DeviceRejected',
    'DeviceKeyRotated',
    'DeviceDescribed',
    'DeviceWentOnline',
    'DeviceWentOffline',
    'DeviceFaulted',
    'DeviceWarned',
    'DeviceSuspended',
    'DeviceResumed',
    'DeviceRetired',
  ],
  ignores: ['DeviceTagged', 'DeviceSettingsChanged'],
  initialState: { name: '' },
  correlate: ({ aggregateId }) => aggregateId,
  react: (state, input, id) =>
    input.kind === 'timer' ? onTimer(state, input, id) : onEvent(offlineMinutes)(state, input.recorded),
});
