import { commonErrors } from '@tutti/contracts/common';
import { type Clock, DomainError } from '@tutti/kernel';

export interface RateLimit {
  /** Requests that may come at once. */
  readonly capacity: number;
  readonly refillPerSecond: number;
  /** How many keys are told apart; beyond it, newcomers share one bucket. 10 000 when absent. */
  readonly maxKeys?: number;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** Token buckets by key (a name, an address), in memory: each replica counts for itself. */
export class RateLimiter {
  readonly #buckets = new Map<string, Bucket>();

  constructor(
    private readonly limit: RateLimit,
    private readonly clock: Clock,
  ) {}

  /** Takes tokens, one when nothing else is said, or throws `request.rate-limited` with the seconds until there are as many. */
  take(key: string, tokens = 1): void {
    const now = this.clock.now().getTime();
    const bucket = this.#bucket(key, now);
    bucket.tokens = this.#level(bucket, now);
    bucket.at = now;
    if (bucket.tokens < tokens) {
      const retryAfterSeconds = Math.ceil((tokens - bucket.tokens) / this.limit.refillPerSecond);
      throw new DomainError(commonErrors['request.rate-limited'], {
        detail: `Too many requests. Try again in ${retryAfterSeconds} s.`,
        params: { retryAfterSeconds },
      });
    }
    bucket.tokens -= tokens;
  }

  /** Puts tokens back that were taken for something that did not come about. */
  giveBack(key: string, tokens: number): void {
    const bucket = this.#buckets.get(key) ?? this.#buckets.get('');
    if (bucket) bucket.tokens = Math.min(this.limit.capacity, bucket.tokens + tokens);
  }

  /** Gives the key a full bucket again, after a successful sign-in say. */
  forgive(key: string): void {
    this.#buckets.delete(key);
  }

  #level(bucket: Bucket, now: number): number {
    const refilled = (Math.max(0, now - bucket.at) / 1000) * this.limit.refillPerSecond;
    return Math.min(this.limit.capacity, bucket.tokens + refilled);
  }

  #bucket(key: string, now: number): Bucket {
    const known = this.#buckets.get(key);
    if (known) return known;
    const maxKeys = this.limit.maxKeys ?? 10_000;
    if (this.#buckets.size >= maxKeys) this.#dropFull(now);
    const owner = this.#buckets.size >= maxKeys ? '' : key;
    const bucket = this.#buckets.get(owner) ?? { tokens: this.limit.capacity, at: now };
    this.#buckets.set(owner, bucket);
    return bucket;
  }

  /** A full bucket says nothing: whoever owned it may start anew. */
  #dropFull(now: number): void {
    for (const [key, bucket] of this.#buckets)
      if (this.#level(bucket, now) >= this.limit.capacity) this.#buckets.delete(key);
  }
}
