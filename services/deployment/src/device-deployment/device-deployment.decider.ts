import type { Decider } from '@tutti/kernel';
import type { DeploymentEvent, DeploymentStep } from '@tutti/contracts/deployment';
import { refused } from '../refused.decider';
import { deadlineOf } from './deadline.state';
import { noSuchDeployment } from './deployment-refusal.decider';
import { aboutOf, evolve, initialState, isOpen, type DeviceDeploymentState } from './device-deployment.state';
import { reportDeployment, type ReportDeployment } from './report.decider';
import { stepOf } from './standing.state';

type DataOf<Type extends DeploymentEvent['type']> = Extract<DeploymentEvent, { type: Type }>['data'];

export type DeploymentOffer = DataOf<'DeploymentOffered'>;
type OfferDeployment = { readonly type: 'OfferDeployment'; readonly offer: DeploymentOffer };
/** The step that took too long, and when its time was over: a device that moved on meanwhile is let be. */
type TimeOut = { readonly type: 'TimeOut'; readonly step: DeploymentStep; readonly at: Date };
type CancelDeployment = {
  readonly type: 'CancelDeployment';
  readonly cause: Extract<DataOf<'DeploymentCancelRequested'>['cause'], 'user' | 'rollout-stopped'>;
  /** Without waiting for the device. */
  readonly force: boolean;
};
/** The device never answered this request to stop. */
type EndUnanswered = { readonly type: 'EndUnanswered'; readonly cancel: number };
type SupersedeDeployment = { readonly type: 'SupersedeDeployment'; readonly by: string };
type DecommissionDeployment = {
  readonly type: 'DecommissionDeployment';
  readonly cause: DataOf<'DeploymentDecommissioned'>['cause'];
};

export type DeviceDeploymentCommand =
  | OfferDeployment
  | ReportDeployment
  | TimeOut
  | CancelDeployment
  | EndUnanswered
  | SupersedeDeployment
  | DecommissionDeployment;

type Events = readonly DeploymentEvent[];

const offerDeployment = ({ offer }: OfferDeployment, state: DeviceDeploymentState): Events => {
  if (state.status !== 'initial')
    throw refused('deployment.already-offered', 'Try it again under the next number.');
  return [{ type: 'DeploymentOffered', data: offer }];
};

const timeOut = ({ step, at }: TimeOut, state: DeviceDeploymentState): Events => {
  if (!isOpen(state) || stepOf(state.standing) !== step) return [];
  // It waits for another window than the one that was missed. The earliest that this step can be over:
  const earliest = deadlineOf(state.standing, state, Number.NEGATIVE_INFINITY);
  return at.getTime() < earliest ? [] : [{ type: 'DeploymentTimedOut', data: { ...aboutOf(state), step } }];
};

/** A rollout that is stopped asks all of its devices: those that have ended, or were asked, need nothing more. */
const cannotCancel = (cause: CancelDeployment['cause'], code: 'closed' | 'cancelling', detail: string) => {
  if (cause === 'user') throw refused(`deployment.${code}`, detail);
  return [];
};

/**
 * What no device has accepted is cancelled at once. One at work is asked to stop: it stops, it refuses and goes on, or it
 * ends first. `force` asks nobody.
 */
const cancelDeployment = ({ cause, force }: CancelDeployment, state: DeviceDeploymentState): Events => {
  if (state.status === 'initial') throw noSuchDeployment();
  if (!isOpen(state)) return cannotCancel(cause, 'closed', `It has ended already: ${state.status}.`);
  const about = aboutOf(state);
  if (force) return [{ type: 'DeploymentCancelled', data: { ...about, cause: 'forced' } }];
  const { stage, cancelling, cancels } = state.standing;
  if (cancelling !== null)
    return cannotCancel(cause, 'cancelling', 'Wait for its answer, or cancel it by force.');
  return stage === 'offered'
    ? [{ type: 'DeploymentCancelled', data: { ...about, cause } }]
    : [{ type: 'DeploymentCancelRequested', data: { ...about, cancel: cancels + 1, cause } }];
};

const endUnanswered = ({ cancel }: EndUnanswered, state: DeviceDeploymentState): Events =>
  isOpen(state) && state.standing.cancelling !== null && state.standing.cancels === cancel
    ? [{ type: 'DeploymentCancelled', data: { ...aboutOf(state), cause: 'unanswered' } }]
    : [];

const supersedeDeployment = ({ by }: SupersedeDeployment, state: DeviceDeploymentState): Events =>
  isOpen(state) ? [{ type: 'DeploymentSuperseded', data: { ...aboutOf(state), by } }] : [];

const decommissionDeployment = ({ cause }: DecommissionDeployment, state: DeviceDeploymentState): Events =>
  isOpen(state) ? [{ type: 'DeploymentDecommissioned', data: { ...aboutOf(state), cause } }] : [];

const decide = (command: DeviceDeploymentCommand, state: DeviceDeploymentState): Events => {
  switch (command.type) {
    case 'OfferDeployment':
      return offerDeployment(command, state);
    case 'ReportDeployment':
      return reportDeployment(command, state);
    case 'TimeOut':
      return timeOut(command, state);
    case 'CancelDeployment':
      return cancelDeployment(command, state);
    case 'EndUnanswered':
      return endUnanswered(command, state);
    case 'SupersedeDeployment':
      return supersedeDeployment(command, state);
    case 'DecommissionDeployment':
      return decommissionDeployment(command, state);
    default:
      return command satisfies never;
  }
};

/** One model on its way to one device. It always ends: by the device's word, by a person, or by the server's deadline. */
export const deviceDeploymentDecider: Decider<
  DeviceDeploymentState,
  DeviceDeploymentCommand,
  DeploymentEvent
> = {
  context: 'deployment',
  aggregate: 'device-deployment',
  stateVersion: 1,
  initialState,
  decide,
  evolve,
};
