import type { Process, ProcessInput, Reaction, Recorded } from '@tutti/kernel';
import type { CancelCause, DeviceCommandEvent, DeviceEvent, TwinCommand } from '@tutti/contracts/devices';

type DeviceLeaves = Extract<CancelCause, 'device-suspended' | 'device-retired'>;
type LifecycleEvent = Extract<
  DeviceEvent,
  { type: 'DeviceRegistered' | 'DeviceSuspended' | 'DeviceResumed' | 'DeviceRetired' }
>;
type TwinEvent = DeviceCommandEvent | LifecycleEvent;

export type TwinEffect =
  | {
      readonly type: 'WriteCommands';
      readonly deviceId: string;
      readonly commands: readonly TwinCommand[];
      readonly position: number;
    }
  | { readonly type: 'ExpireCommand'; readonly commandId: string }
  | { readonly type: 'EndCommand'; readonly commandId: string; readonly cause: DeviceLeaves };

/** One device: what it is to do, oldest first, and why it may not do anything. */
export interface TwinState {
  readonly open: readonly TwinCommand[];
  readonly left: DeviceLeaves | null;
}

type Reacted = Reaction<TwinState, TwinEffect>;

const resting = (state: TwinState): TwinState | undefined =>
  state.open.length === 0 && state.left === null ? undefined : state;

const written = (
  state: TwinState,
  open: readonly TwinCommand[],
  deviceId: string,
  position: number,
): Reacted => ({
  state: resting({ ...state, open }),
  outgoing: [{ type: 'WriteCommands', deviceId, commands: open, position }],
});

const issued = (
  state: TwinState,
  { aggregateId: id, position }: Recorded,
  { deviceId, order, deadline }: Extract<DeviceCommandEvent, { type: 'CommandIssued' }>['data'],
): Reacted => {
  // Issued while the device was leaving: it will never see it.
  if (state.left) return { state, outgoing: [{ type: 'EndCommand', commandId: id, cause: state.left }] };
  const reaction = written(state, [...state.open, { id, order, deadline }], deviceId, position);
  return { ...reaction, timers: [{ name: id, at: new Date(deadline) }] };
};

const closed = (state: TwinState, { aggregateId: id, position }: Recorded, deviceId: string): Reacted => {
  const open = state.open.filter((command) => command.id !== id);
  if (open.length === state.open.length) return { state: resting(state) };
  return { ...written(state, open, deviceId, position), cancel: [id] };
};

const left = (state: TwinState, cause: DeviceLeaves): Reacted => ({
  state: { ...state, left: cause },
  outgoing: state.open.map(({ id }) => ({ type: 'EndCommand', commandId: id, cause })),
});

const onEvent = (state: TwinState, recorded: Recorded<TwinEvent>): Reacted => {
  const { event, aggregateId, position } = recorded;
  switch (event.type) {
    case 'CommandIssued':
      return issued(state, recorded, event.data);
    case 'CommandCancelRequested': {
      const { deviceId, cancel } = event.data;
      const open = state.open.map((command) =>
        command.id === aggregateId ? { ...command, cancel } : command,
      );
      return written(state, open, deviceId, position);
    }
    case 'CommandCancelled':
    case 'CommandSucceeded':
    case 'CommandFailed':
    case 'CommandExpired':
      return closed(state, recorded, event.data.deviceId);
    case 'DeviceSuspended':
      return left(state, 'device-suspended');
    case 'DeviceRetired':
      return left(state, 'device-retired');
    case 'DeviceRegistered':
    case 'DeviceResumed':
      return { state: resting({ ...state, left: null }) };
    case 'CommandAccepted':
    case 'CommandCancelRefused':
    case 'CommandReportedLate':
      return { state: resting(state) };
    default:
      return event satisfies never;
  }
};

const react = (state: TwinState, input: ProcessInput<TwinEvent>): Reacted =>
  input.kind === 'timer'
    ? { state, outgoing: [{ type: 'ExpireCommand', commandId: input.name }] }
    : onEvent(state, input.recorded);

/** Puts a device's open commands into its twin, and ends those whose time is over or whose device is gone. */
export const deviceTwinProcess: Process<TwinState, TwinEvent, TwinEffect> = {
  name: 'device-twin',
  version: 1,
  subjects: ['evt.devices.device.*', 'evt.devices.device-command.*'],
  handles: [
    'CommandIssued',
    'CommandAccepted',
    'CommandCancelRequested',
    'CommandCancelRefused',
    'CommandCancelled',
    'CommandSucceeded',
    'CommandFailed',
    'CommandExpired',
    'CommandReportedLate',
    'DeviceRegistered',
    'DeviceSuspended',
    'DeviceResumed',
    'DeviceRetired',
  ],
  ignores: [
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
  initialState: { open: [], left: null },
  correlate: ({ event, aggregateId }) => ('deviceId' in event.data ? event.data.deviceId : aggregateId),
  react,
};
