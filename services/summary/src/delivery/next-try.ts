import type { DeliveryFailure } from '@tutti/contracts/summary';
import type { Random } from '@tutti/kernel';
import { isOfChannel, type KnownDelivery } from './delivery.state';

const firstWaitMs = 2000;
const longestWaitMs = 5 * 60_000;
/** Given up when both are used up: a net that is away for a quarter of an hour costs nothing. */
const mostTries = 8;
const patienceMs = 3_600_000;
/** What a receiver may ask for: beyond it a date is a mistake, or a clock is wrong. */
const longestAskedMs = 24 * 3_600_000;

export interface Tried {
  readonly delivery: Pick<KnownDelivery, 'tries' | 'tooLarge'>;
  readonly failure: DeliveryFailure;
  readonly retryAfterMs?: number | undefined;
  /** Of the first attempt of those that count. */
  readonly since: number;
  readonly now: number;
}

/** Exponential with full jitter (Brooker, "Exponential Backoff And Jitter", 2015). */
const backoffMs = (tries: number, random: Random): number =>
  random() * Math.min(longestWaitMs, firstWaitMs * 2 ** (tries - 1));

/** When a failed delivery is tried again; `undefined`: never. */
export const nextTry = (
  { delivery, failure, retryAfterMs = 0, since, now }: Tried,
  random: Random,
): Date | undefined => {
  // It waits with everything else until somebody has looked at the channel.
  if (isOfChannel(failure)) return new Date(now);
  if (failure.code === 'refused') return undefined;
  if (failure.code === 'too-large') return delivery.tooLarge ? undefined : new Date(now);
  if (delivery.tries >= mostTries && now - since >= patienceMs) return undefined;
  const least = Math.min(retryAfterMs, longestAskedMs);
  return new Date(now + Math.max(least, Math.round(backoffMs(delivery.tries, random))));
};
