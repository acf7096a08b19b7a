import type { Decider } from '@tutti/kernel';
import type { DeviceEvent } from '@tutti/contracts/devices';
import { describeDevice, type DescribeDevice } from './describe.decider';
import { evolve, initialState, isInFleet, type DeviceState } from './device.state';
import {
  acceptDevice,
  registerDevice,
  rejectDevice,
  requestDevice,
  type AcceptDevice,
  type RegisterDevice,
  type RejectDevice,
  type RequestDevice,
} from './enrol.decider';
import { notInFleet, refuse } from './refusal.decider';
import { setSettings, type SetSettings } from './settings.decider';

type SuspendDevice = { readonly type: 'SuspendDevice'; readonly reason?: string | undefined };
type ResumeDevice = { readonly type: 'ResumeDevice' };
type RetireDevice = { readonly type: 'RetireDevice'; readonly reason?: string | undefined };
type ReportConnection = {
  readonly type: 'ReportConnection';
  readonly connection: 'online' | 'offline';
  readonly lastSeenAt: string;
};
type ReportWarnings = {
  readonly type: 'ReportWarnings';
  readonly warnings: Extract<DeviceEvent, { type: 'DeviceWarned' }>['data'];
};
type ReportFault = { readonly type: 'ReportFault'; readonly kind: string; readonly message: string };

export type DeviceCommand =
  | RequestDevice
  | RegisterDevice
  | AcceptDevice
  | RejectDevice
  | DescribeDevice
  | SuspendDevice
  | ResumeDevice
  | RetireDevice
  | SetSettings
  | ReportConnection
  | ReportFault
  | ReportWarnings;

type Events = readonly DeviceEvent[];

const suspendDevice = ({ reason }: SuspendDevice, state: DeviceState): Events => {
  if (state.status === 'suspended')
    refuse('device.already-suspended', 'Resume it before suspending it again.');
  if (state.status !== 'registered') return notInFleet(state);
  return [{ type: 'DeviceSuspended', data: { reason } }];
};

const resumeDevice = (state: DeviceState): Events => {
  if (state.status === 'registered')
    refuse('device.not-suspended', 'Only a suspended device can be resumed.');
  if (state.status !== 'suspended') return notInFleet(state);
  return [{ type: 'DeviceResumed', data: {} }];
};

const retireDevice = ({ reason }: RetireDevice, state: DeviceState): Events => {
  if (state.status === 'retired') refuse('device.already-retired', 'It was retired before.');
  if (!isInFleet(state)) return notInFleet(state);
  return [{ type: 'DeviceRetired', data: { reason } }];
};

/** Repeats and reports about devices outside the fleet are no news. */
const reportConnection = ({ connection, lastSeenAt }: ReportConnection, state: DeviceState): Events => {
  if (!isInFleet(state) || state.connection === connection) return [];
  return [{ type: connection === 'online' ? 'DeviceWentOnline' : 'DeviceWentOffline', data: { lastSeenAt } }];
};

const reportFault = ({ kind, message }: ReportFault, state: DeviceState): Events =>
  state.status === 'registered' ? [{ type: 'DeviceFaulted', data: { kind, message } }] : [];

const reportWarnings = ({ warnings }: ReportWarnings, state: DeviceState): Events =>
  isInFleet(state) ? [{ type: 'DeviceWarned', data: warnings }] : [];

const decide = (command: DeviceCommand, state: DeviceState): Events => {
  switch (command.type) {
    case 'RequestDevice':
      return requestDevice(command, state);
    case 'RegisterDevice':
      return registerDevice(command, state);
    case 'AcceptDevice':
      return acceptDevice(command, state);
    case 'RejectDevice':
      return rejectDevice(command, state);
    case 'DescribeDevice':
      return describeDevice(command, state);
    case 'SuspendDevice':
      return suspendDevice(command, state);
    case 'ResumeDevice':
      return resumeDevice(state);
    case 'RetireDevice':
      return retireDevice(command, state);
    case 'SetSettings':
      return setSettings(command, state);
    case 'ReportConnection':
      return reportConnection(command, state);
    case 'ReportFault':
      return reportFault(command, state);
    case 'ReportWarnings':
      return reportWarnings(command, state);
    default:
      return command satisfies never;
  }
};

/** An edge machine, by its serial. Its id is derived from the serial, so that expectation 0 is the serial's uniqueness. */
export const deviceDecider: Decider<DeviceState, DeviceCommand, DeviceEvent> = {
  context: 'devices',
  aggregate: 'device',
  stateVersion: 2,
  initialState,
  decide,
  evolve,
};
