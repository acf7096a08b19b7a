import type { RolloutEvent } from '@tutti/contracts/deployment';
import { currentGroup, type KnownRollout } from './rollout.state';

/** What a rollout that runs does by itself, one step after another. */
export type GroupCommand =
  | { readonly type: 'StartGroup'; readonly group: number }
  | { readonly type: 'OfferWave'; readonly group: number; readonly from: number; readonly count: number }
  /** `pause`: a person should look before anything else goes out. */
  | { readonly type: 'PassGroup'; readonly group: number; readonly pause: boolean }
  | {
      readonly type: 'FailGroup';
      readonly group: number;
      readonly failed: number;
      readonly pause: boolean;
    };

type Events = readonly RolloutEvent[];

/** Devices of one wave: one transaction of the process, a second or so of appending. */
export const mostInWave = 200;

/** The last planned group's policy is that of the tail. */
const policyOf = ({ planned }: KnownRollout, group: number) => planned.groups[group] ?? planned.groups.at(-1);

const isAllOffered = (rollout: KnownRollout, group: number): boolean => {
  const { status, devices, offered } = rollout.groups[group] ?? { status: 'waiting', devices: 0, offered: 0 };
  return status === 'running' && offered === devices;
};

const offerWave = (
  { group, from, count }: Extract<GroupCommand, { type: 'OfferWave' }>,
  rollout: KnownRollout,
): Events => {
  const { status = 'waiting', devices = 0, offered = 0 } = rollout.groups[group] ?? {};
  const few = Math.min(count, devices - offered, mostInWave);
  if (status !== 'running' || from !== offered || few < 1) return [];
  return [{ type: 'WaveOffered', data: { group, from, count: few } }];
};

/** Pausing behind the last group would hold up nothing but the end. */
const passGroup = (
  { group, pause }: Extract<GroupCommand, { type: 'PassGroup' }>,
  rollout: KnownRollout,
): Events => {
  const passed: RolloutEvent = { type: 'GroupPassed', data: { group } };
  const isAsked = pause || policyOf(rollout, group)?.onSuccess === 'pause';
  const pauses = isAsked && group < rollout.groups.length - 1;
  return pauses ? [passed, { type: 'RolloutPaused', data: { cause: 'group-passed', group } }] : [passed];
};

const failGroup = ({ group, failed, pause }: Extract<GroupCommand, { type: 'FailGroup' }>): Events => {
  const over: RolloutEvent = { type: 'GroupFailed', data: { group, failed } };
  return pause ? [over, { type: 'RolloutPaused', data: { cause: 'errors', group } }] : [over];
};

/** Says nothing where the rollout has gone on since it was asked: a step is taken once, whoever repeats it. */
export const leadGroup = (command: GroupCommand, rollout: KnownRollout): Events => {
  const { group } = command;
  switch (command.type) {
    case 'StartGroup': {
      const isNext = currentGroup(rollout.groups) === group && rollout.groups[group]?.status === 'waiting';
      return isNext ? [{ type: 'GroupStarted', data: { group } }] : [];
    }
    case 'OfferWave':
      return offerWave(command, rollout);
    case 'PassGroup':
      return isAllOffered(rollout, group) ? passGroup(command, rollout) : [];
    case 'FailGroup':
      return isAllOffered(rollout, group) ? failGroup(command) : [];
    default:
      return command satisfies never;
  }
};
