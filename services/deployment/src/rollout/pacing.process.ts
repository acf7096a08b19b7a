import type { Pacing } from '@tutti/contracts/deployment';
import { mostInWave } from './group.decider';
import { openOf, recentWaves, totalOf, type Progress } from './progress.state';

const minuteMs = 60_000;
/** Between two waves that are neither full nor the group's last: devices that end one by one are not each followed by one. */
export const waveGapMs = 1000;

/** Offers that a minute may see, once so many devices have the model. */
export const ratePerMinute = ({ perMinute, increase }: Pacing, succeeded: number): number => {
  if (!increase) return perMinute;
  const { factor, afterSucceeded, most } = increase;
  const raised = perMinute * factor ** Math.floor(succeeded / afterSucceeded);
  return Math.max(perMinute, Math.min(most, Math.floor(raised)));
};

/** How many may be offered now. `again`: when to look once more where it is time alone that is waited for. */
export type Allowance = { readonly count: number } | { readonly count: 0; readonly again: number };

/** Of any 60 seconds, by the times of the waves: never more than the rate, however they were spread. */
export const allowance = (
  progress: Progress,
  { remaining, isFirst }: { readonly remaining: number; readonly isFirst: boolean },
  now: number,
): Allowance => {
  const { pacing } = progress;
  const recent = recentWaves(progress, now);
  const sent = recent.reduce((total, [, count]) => total + count, 0);
  const rate = ratePerMinute(pacing, totalOf(progress, 'succeeded')) - sent;
  const room = Math.min(remaining, pacing.mostInFlight - openOf(progress), mostInWave);
  if (room <= 0) return { count: 0 };
  if (rate <= 0) return { count: 0, again: (recent[0]?.[0] ?? now) + minuteMs };
  const count = Math.min(room, rate);
  const waitsForNone = [mostInWave, remaining].includes(count) || isFirst;
  const next = waitsForNone ? now : (recent.at(-1)?.[0] ?? 0) + waveGapMs;
  return now < next ? { count: 0, again: next } : { count };
};
