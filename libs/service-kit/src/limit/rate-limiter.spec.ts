import { DomainError } from '@tutti/kernel';
import { describe, expect, test } from 'vitest';
import { RateLimiter, type RateLimit } from './rate-limiter';

const at = (limit: RateLimit) => {
  let now = 0;
  const limiter = new RateLimiter(limit, { now: () => new Date(now) });
  const waitOf = (key: string): unknown => {
    try {
      limiter.take(key);
      return 0;
    } catch (error) {
      if (error instanceof DomainError && error.kind === 'quota') return error.params['retryAfterSeconds'];
      throw error;
    }
  };
  return { limiter, waitOf, pass: (seconds: number) => void (now += seconds * 1000) };
};

describe('RateLimiter', () => {
  test('lets a burst through, then says how long to wait, then refills', () => {
    const { waitOf, pass } = at({ capacity: 3, refillPerSecond: 0.1 });
    expect(['a', 'a', 'a', 'a', 'b'].map(waitOf)).toEqual([0, 0, 0, 10, 0]);
    pass(9);
    expect(waitOf('a')).toBe(1);
    pass(1);
    expect(['a', 'a'].map(waitOf)).toEqual([0, 10]);
    pass(1000);
    expect(['a', 'a', 'a', 'a'].map(waitOf)).toEqual([0, 0, 0, 10]);
  });

  test('is bounded: strangers beyond the bound share one bucket, and nobody is forgotten while blocked', () => {
    const { waitOf } = at({ capacity: 1, refillPerSecond: 0.01, maxKeys: 2 });
    expect(['a', 'b', 'c', 'd', 'a'].map(waitOf)).toEqual([0, 0, 0, 100, 100]);
  });

  test('tokens that are given back can be taken again, and are no more than there were', () => {
    const { limiter, waitOf } = at({ capacity: 2, refillPerSecond: 0.1 });
    limiter.take('a', 2);
    limiter.giveBack('a', 1);
    expect(['a', 'a'].map(waitOf)).toEqual([0, 10]);
    limiter.giveBack('a', 9);
    expect(['a', 'a', 'a'].map(waitOf)).toEqual([0, 0, 10]);
  });

  test('forgiving empties the record of a key', () => {
    const { limiter, waitOf } = at({ capacity: 1, refillPerSecond: 0.01 });
    waitOf('a');
    limiter.forgive('a');
    expect(waitOf('a')).toBe(0);
  });
});
