import type { Clock } from '@tutti/kernel';
import { RateLimiter } from '@tutti/service-kit';

export interface EnrolmentLimitRules {
  readonly perAddressPerMinute: number;
  readonly perMinute: number;
}

const limiter = (perMinute: number, clock: Clock): RateLimiter =>
  new RateLimiter({ capacity: perMinute, refillPerSecond: perMinute / 60 }, clock);

/** Whoever asks without credentials is slowed down: by address, and all of them together. */
export class EnrolmentLimits {
  readonly #byAddress: RateLimiter;
  readonly #together: RateLimiter;

  constructor({ perAddressPerMinute, perMinute }: EnrolmentLimitRules, clock: Clock) {
    this.#byAddress = limiter(perAddressPerMinute, clock);
    this.#together = limiter(perMinute, clock);
  }

  /** Throws `request.rate-limited`. */
  take(address: string): void {
    this.#byAddress.take(address);
    this.#together.take('');
  }
}
