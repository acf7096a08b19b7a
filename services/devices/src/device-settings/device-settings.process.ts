import type { DeviceEvent, DeviceSettings } from '@tutti/contracts/devices';
import type { Process, ProcessInput, Reaction } from '@tutti/kernel';
import { noSettings } from '../device/settings.decider';

type SettingsEvent = Extract<DeviceEvent, { type: 'DeviceSettingsChanged' | 'DeviceRetired' }>;

export type WriteSettings = {
  readonly type: 'WriteSettings';
  readonly deviceId: string;
  readonly settings: DeviceSettings;
  readonly position: number;
};

/** Nothing is remembered: an event says all. */
type State = Readonly<Record<string, never>>;

const react = (_: State, input: ProcessInput<SettingsEvent>): Reaction<State, WriteSettings> => {
  if (input.kind === 'timer') return { state: undefined };
  const { event, aggregateId: deviceId, position } = input.recorded;
  const settings = event.type === 'DeviceRetired' ? noSettings : event.data;
  return { state: undefined, outgoing: [{ type: 'WriteSettings', deviceId, settings, position }] };
};

/** Puts what is set for a device into its twin; a device that is retired starts its next life with nothing set. */
export const deviceSettingsProcess: Process<State, SettingsEvent, WriteSettings> = {
  name: 'device-settings',
  version: 1,
  subjects: ['evt.devices.device.*'],
  handles: ['DeviceSettingsChanged', 'DeviceRetired'],
  ignores: [
    'DeviceRequested',
    'DeviceRegistered',
    'DeviceRejected',
    'DeviceDescribed',
    'DeviceTagged',
    'DeviceSuspended',
    'DeviceResumed',
    'DeviceKeyRotated',
    'DeviceWentOnline',
    'DeviceWentOffline',
    'DeviceFaulted',
    'DeviceWarned',
  ],
  initialState: {},
  correlate: ({ aggregateId }) => aggregateId,
  react,
};
