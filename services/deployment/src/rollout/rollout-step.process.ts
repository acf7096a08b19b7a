import { currentGroup } from './rollout.state';
import type { RolloutCommand } from './rollout.decider';
import { allowance } from './pacing.process';
import {
  counted,
  endsOf,
  hasSucceeded,
  hasTooManyErrors,
  openIn,
  openOf,
  type GroupProgress,
  type Progress,
} from './progress.state';

/** What the process says to its rollout. */
export type RolloutStep = Extract<
  RolloutCommand,
  {
    type:
      | 'StartRollout'
      | 'StartGroup'
      | 'OfferWave'
      | 'PassGroup'
      | 'FailGroup'
      | 'PauseRollout'
      | 'FinishRollout';
  }
>;

/** A step, or when to look again; neither where something else will happen first. */
export interface Next {
  readonly step?: RolloutStep;
  readonly again?: Date;
}

const finish = (progress: Progress, now: Date): Next => {
  const { joinUntil } = progress;
  if (openOf(progress) > 0) return {};
  if (joinUntil !== null && now < new Date(joinUntil)) return { again: new Date(joinUntil) };
  return { step: { type: 'FinishRollout', ...endsOf(progress) } };
};

const offer = (progress: Progress, group: number, now: Date): Next => {
  const { devices = 0, offered = 0 } = progress.groups[group] ?? {};
  const place = { remaining: devices - offered, isFirst: offered === 0 };
  const allowed = allowance(progress, place, now.getTime());
  if (allowed.count > 0) return { step: { type: 'OfferWave', group, from: offered, count: allowed.count } };
  return 'again' in allowed ? { again: new Date(allowed.again) } : {};
};

const lead = (progress: Progress, group: number, now: Date): Next => {
  const one: GroupProgress | undefined = progress.groups[group];
  if (!one) return {};
  if (one.status === 'waiting') return { step: { type: 'StartGroup', group } };
  if (one.offered < one.devices) return offer(progress, group, now);
  if (hasSucceeded(one)) return { step: { type: 'PassGroup', group, pause: counted(one) === 0 } };
  if (openIn(one) > 0) return {};
  const { failed, forgiven } = one;
  return { step: { type: 'FailGroup', group, failed, pause: failed > forgiven } };
};

/** What a rollout does next, by what is known of it. Errors come first, of groups that are through, too. */
export const nextStep = (progress: Progress, now: Date): Next => {
  if (progress.status !== 'running') return {};
  const { groups, resumed } = progress;
  const broken = groups.findIndex(hasTooManyErrors);
  if (broken >= 0) return { step: { type: 'PauseRollout', cause: 'errors', group: broken, resumed } };
  const group = currentGroup(groups);
  return group === -1 ? finish(progress, now) : lead(progress, group, now);
};
