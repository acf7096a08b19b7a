import type { RolloutEvent } from '@tutti/contracts/deployment';
import type { Decider } from '@tutti/kernel';
import { admitDevices, type AdmitDevices } from './admit.decider';
import { leadGroup, type GroupCommand } from './group.decider';
import { known, notEnded, rolloutRefused, running, statusInWords } from './rollout-refusal.decider';
import {
  currentGroup,
  evolve,
  initialState,
  type KnownRollout,
  type RolloutPlannedData,
  type RolloutState,
} from './rollout.state';

/** `start`: at once, unless somebody must approve it first. */
type PlanRollout = {
  readonly type: 'PlanRollout';
  readonly planned: RolloutPlannedData;
  readonly start?: boolean;
};
type ApproveRollout = {
  readonly type: 'ApproveRollout';
  readonly by: string;
  /** Who planned it; null when the log does not say. */
  readonly plannedBy: string | null;
};
type RefuseRollout = { readonly type: 'RefuseRollout'; readonly reason?: string | undefined };
/** By a person, before its time too, or when its time has come. */
type StartRollout = { readonly type: 'StartRollout' };
type PauseRollout =
  | { readonly type: 'PauseRollout'; readonly cause: 'person' }
  | {
      readonly type: 'PauseRollout';
      readonly cause: 'errors';
      readonly group: number;
      /** How often it had been resumed when they were counted: what a person has forgiven stays forgiven. */
      readonly resumed: number;
    };
type ResumeRollout = { readonly type: 'ResumeRollout' };
type StopRollout = { readonly type: 'StopRollout'; readonly reason?: string | undefined };
type FinishRollout = {
  readonly type: 'FinishRollout';
  readonly succeeded: number;
  readonly failed: number;
  readonly other: number;
};

export type RolloutCommand =
  | PlanRollout
  | ApproveRollout
  | RefuseRollout
  | StartRollout
  | PauseRollout
  | ResumeRollout
  | StopRollout
  | FinishRollout
  | AdmitDevices
  | GroupCommand;

type Events = readonly RolloutEvent[];

const because = (reason: string | undefined) => (reason === undefined ? {} : { reason });

const plan = ({ planned, start }: PlanRollout, state: RolloutState): Events => {
  if (state.status !== 'initial')
    throw rolloutRefused('rollout.already-planned', 'Look at it, or plan another one under another key.');
  const event: RolloutEvent = { type: 'RolloutPlanned', data: planned };
  return start && !planned.approval ? [event, { type: 'RolloutStarted', data: {} }] : [event];
};

const assertWaiting = (state: RolloutState): void => {
  const rollout = known(state);
  if (rollout.status !== 'waiting-for-approval')
    throw rolloutRefused('rollout.not-waiting', statusInWords(rollout));
};

const approve = ({ by, plannedBy }: ApproveRollout, state: RolloutState): Events => {
  assertWaiting(state);
  if (by === plannedBy)
    throw rolloutRefused('rollout.own-approval', 'You planned it: somebody else must look at it.');
  return [{ type: 'RolloutApproved', data: {} }];
};

const start = (state: RolloutState): Events => {
  const rollout = notEnded(state);
  if (rollout.status !== 'ready') throw rolloutRefused('rollout.not-ready', statusInWords(rollout));
  return [{ type: 'RolloutStarted', data: {} }];
};

const pause = (command: PauseRollout, state: RolloutState): Events => {
  const { resumed } = running(state);
  if (command.cause === 'person') return [{ type: 'RolloutPaused', data: { cause: 'person' } }];
  if (command.resumed !== resumed) return [];
  return [{ type: 'RolloutPaused', data: { cause: 'errors', group: command.group } }];
};

const resume = (state: RolloutState): Events => {
  const rollout = notEnded(state);
  if (rollout.status !== 'paused') throw rolloutRefused('rollout.not-paused', statusInWords(rollout));
  return [{ type: 'RolloutResumed', data: {} }];
};

/** Says nothing while a group is not through: devices may have joined meanwhile. */
const finish = ({ type: _, ...data }: FinishRollout, { groups }: KnownRollout): Events =>
  currentGroup(groups) === -1 ? [{ type: 'RolloutFinished', data }] : [];

const decide = (command: RolloutCommand, state: RolloutState): Events => {
  switch (command.type) {
    case 'PlanRollout':
      return plan(command, state);
    case 'ApproveRollout':
      return approve(command, state);
    case 'RefuseRollout':
      assertWaiting(state);
      return [{ type: 'RolloutRefused', data: because(command.reason) }];
    case 'StartRollout':
      return start(state);
    case 'PauseRollout':
      return pause(command, state);
    case 'ResumeRollout':
      return resume(state);
    case 'StopRollout':
      notEnded(state);
      return [{ type: 'RolloutStopped', data: because(command.reason) }];
    case 'AdmitDevices':
      return admitDevices(command, state);
    case 'FinishRollout':
      return finish(command, running(state));
    case 'StartGroup':
    case 'OfferWave':
    case 'PassGroup':
    case 'FailGroup':
      return leadGroup(command, running(state));
    default:
      return command satisfies never;
  }
};

/** One model on its way to many devices. Nothing is offered but in a wave, and no wave stands behind a pause. */
export const rolloutDecider: Decider<RolloutState, RolloutCommand, RolloutEvent> = {
  context: 'deployment',
  aggregate: 'rollout',
  stateVersion: 1,
  initialState,
  decide,
  evolve,
};
