import {
  graceMinutes,
  type DeploymentEvent,
  type DeploymentWish,
  type StepMinutes,
} from '@tutti/contracts/deployment';
import { standingAfter, stepOf, type Standing } from './standing.state';

/** What decides how long a device may take. */
export interface Terms {
  readonly wish: Pick<DeploymentWish, 'mode' | 'confirmation' | 'shadowMinutes' | 'jitterSeconds'>;
  readonly stepMinutes: StepMinutes;
}

/** A standing, and until when the device must have come further (milliseconds since 1970). */
export interface Timed {
  readonly standing: Standing;
  readonly deadline: number;
}

const minute = 60_000;

/** How long it is on trial, or runs beside. */
export const soakMinutes = ({ mode, confirmation, shadowMinutes }: Terms['wish']): number =>
  mode === 'shadow' ? (shadowMinutes ?? confirmation.minutes) : confirmation.minutes;

/** When the step that began at `since` must be over. */
export const deadlineOf = (standing: Standing, { wish, stepMinutes }: Terms, since: number): number => {
  const step = stepOf(standing);
  switch (step) {
    case 'accept':
    case 'install':
      return since + stepMinutes[step] * minute;
    case 'download':
      return since + stepMinutes.download * minute + wish.jitterSeconds * 1000;
    case 'activate': {
      const opens = standing.deferredUntil === null ? since : Date.parse(standing.deferredUntil);
      return Math.max(since, opens) + stepMinutes.activate * minute;
    }
    case 'confirm':
      return since + (soakMinutes(wish) + graceMinutes) * minute;
    default:
      return step satisfies never;
  }
};

/** The deadline moves when the device is at another step, or waits for another window. */
export const timedAfter = (
  { standing: before, deadline }: Timed,
  terms: Terms,
  event: DeploymentEvent,
  at: number,
): Timed => {
  const standing = standingAfter(before, event);
  const moved = stepOf(standing) !== stepOf(before) || standing.deferredUntil !== before.deferredUntil;
  const goesOn = standing.ended === null && moved;
  if (goesOn) return { standing, deadline: deadlineOf(standing, terms, at) };
  // While it was asked to stop its step had no deadline: the one from before may be over.
  const isFreed = event.type === 'DeploymentCancelRefused' && standing.ended === null;
  return { standing, deadline: isFreed ? Math.max(deadline, at + graceMinutes * minute) : deadline };
};
