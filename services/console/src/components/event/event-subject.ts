import type { LoggedEvent } from '@tutti/contracts/summary';
import { eventName } from '../../lib/words';

export interface Subject {
  readonly context: string;
  readonly aggregate: string;
  readonly id: string;
}

/** `<context>/<aggregate>/<id>` in its parts. */
export const subjectOf = ({ subject }: Pick<LoggedEvent, 'subject'>): Subject => {
  const [context = '', aggregate = '', ...id] = subject.split('/');
  return { context, aggregate, id: id.join('/') };
};

export type Tone = 'good' | 'bad' | 'warn' | 'plain';

const tones: Readonly<Record<string, Tone>> = {
  DeviceRegistered: 'good',
  DeviceResumed: 'good',
  DeviceWentOnline: 'good',
  UserEnabled: 'good',
  DeviceRejected: 'warn',
  DeviceSuspended: 'warn',
  DeviceRetired: 'warn',
  DeviceKeyRotated: 'warn',
  DeviceWarned: 'warn',
  CommandSucceeded: 'good',
  CommandFailed: 'bad',
  CommandExpired: 'warn',
  CommandCancelled: 'warn',
  CommandReportedLate: 'warn',
  EnrolmentTokenRevoked: 'warn',
  UserDisabled: 'warn',
  DeviceWentOffline: 'bad',
  DeviceFaulted: 'bad',
  DatasetVersionRefused: 'bad',
  RunSucceeded: 'good',
  RunFailed: 'bad',
  RunCancelled: 'warn',
  ModelRetired: 'warn',
  RolloutFinished: 'good',
  RolloutRefused: 'warn',
  RolloutPaused: 'warn',
  RolloutStopped: 'warn',
  GroupPassed: 'good',
  GroupFailed: 'bad',
  DeploymentConfirmed: 'good',
  DeploymentRolledBack: 'bad',
  DeploymentFailed: 'bad',
  DeploymentTimedOut: 'bad',
  DeploymentCancelled: 'warn',
  DeploymentRestored: 'warn',
  DeploymentReportedLate: 'warn',
  StreamDeleted: 'warn',
  SolutionRetired: 'warn',
  ChannelNeedsAttention: 'bad',
  ChannelWorks: 'good',
  DeliveryAccepted: 'good',
  DeliveryFailed: 'bad',
  DeliveryDropped: 'warn',
};

/** Whether the event is welcome: colours its mark. */
export const eventTone = ({ type }: Pick<LoggedEvent, 'type'>): Tone => tones[eventName(type)] ?? 'plain';
