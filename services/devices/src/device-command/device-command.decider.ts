import type { Decider } from '@tutti/kernel';
import {
  commandDeadlines,
  mostOpenCommands,
  type CancelCause,
  type CommandOrder,
  type DeviceCommandEvent,
  type Lifecycle,
} from '@tutti/contracts/devices';
import { commandRefused, noSuchCommand } from './command-refusal.decider';
import { evolve, initialState, isClosed, isOpen, type DeviceCommandState } from './device-command.state';
import { reportCommand, type ReportCommand } from './report.decider';

type IssueCommand = {
  readonly type: 'IssueCommand';
  readonly deviceId: string;
  readonly order: CommandOrder;
  readonly expiresInSeconds?: number | undefined;
  readonly at: Date;
  /** How the device stands; `initial` when there is none. */
  readonly device: Lifecycle | 'initial';
  /** Commands of the device that are open already. */
  readonly open: number;
};
/** A person changes their mind. */
type CancelCommand = { readonly type: 'CancelCommand'; readonly force: boolean };
type ExpireCommand = { readonly type: 'ExpireCommand'; readonly at: Date };
/** The device left the fleet, for now or for good. */
type EndCommand = {
  readonly type: 'EndCommand';
  readonly cause: Extract<CancelCause, 'device-suspended' | 'device-retired'>;
};

export type DeviceCommandCommand = IssueCommand | ReportCommand | CancelCommand | ExpireCommand | EndCommand;

type Events = readonly DeviceCommandEvent[];

const secondsOf = ({ order: { kind }, expiresInSeconds }: IssueCommand): number => {
  const { usual, least, most } = commandDeadlines[kind];
  const seconds = expiresInSeconds ?? usual;
  if (seconds < least || seconds > most)
    throw commandRefused(
      'device-command.deadline-invalid',
      `A command of kind ${kind} expires after ${least} to ${most} seconds.`,
      { least, most },
    );
  return seconds;
};

const issueCommand = (command: IssueCommand, state: DeviceCommandState): Events => {
  const { deviceId, order, at, device, open } = command;
  if (state.status !== 'initial')
    throw commandRefused('device-command.already-issued', 'Issue another one under another key.');
  if (device === 'initial') throw commandRefused('device.not-found', 'No device has this id.');
  if (device !== 'registered')
    throw commandRefused('device.not-registered', `The device is ${device}: it takes no commands.`);
  if (open >= mostOpenCommands)
    throw commandRefused(
      'device-command.too-many-open',
      `At most ${mostOpenCommands} commands of a device may be open. Cancel one or wait until one ends.`,
    );
  const deadline = new Date(at.getTime() + secondsOf(command) * 1000).toISOString();
  return [{ type: 'CommandIssued', data: { deviceId, order, deadline } }];
};

/**
 * What no device has accepted is cancelled at once. One that runs is asked to stop: it stops, it refuses and goes on, or
 * it ends first. `force` asks nobody.
 */
const cancelCommand = ({ force }: CancelCommand, state: DeviceCommandState): Events => {
  if (state.status === 'initial') throw noSuchCommand();
  if (isClosed(state))
    throw commandRefused(
      'device-command.already-closed',
      `It has ${state.status === 'cancelled' ? 'been cancelled' : state.status} already.`,
    );
  const { deviceId, status, cancels } = state;
  if (status === 'issued') return [{ type: 'CommandCancelled', data: { deviceId, cause: 'user' } }];
  if (force) return [{ type: 'CommandCancelled', data: { deviceId, cause: 'forced' } }];
  if (status === 'cancelling') return [];
  return [{ type: 'CommandCancelRequested', data: { deviceId, cancel: cancels + 1 } }];
};

const expireCommand = ({ at }: ExpireCommand, state: DeviceCommandState): Events =>
  isOpen(state) && at >= new Date(state.deadline)
    ? [{ type: 'CommandExpired', data: { deviceId: state.deviceId } }]
    : [];

const endCommand = ({ cause }: EndCommand, state: DeviceCommandState): Events =>
  isOpen(state) ? [{ type: 'CommandCancelled', data: { deviceId: state.deviceId, cause } }] : [];

const decide = (command: DeviceCommandCommand, state: DeviceCommandState): Events => {
  switch (command.type) {
    case 'IssueCommand':
      return issueCommand(command, state);
    case 'ReportCommand':
      return reportCommand(command, state);
    case 'CancelCommand':
      return cancelCommand(command, state);
    case 'ExpireCommand':
      return expireCommand(command, state);
    case 'EndCommand':
      return endCommand(command, state);
    default:
      return command satisfies never;
  }
};

/** One thing that a device is asked to do once. It always ends: by the device's word, by a person, or by its deadline. */
export const deviceCommandDecider: Decider<DeviceCommandState, DeviceCommandCommand, DeviceCommandEvent> = {
  context: 'devices',
  aggregate: 'device-command',
  stateVersion: 1,
  initialState,
  decide,
  evolve,
};
