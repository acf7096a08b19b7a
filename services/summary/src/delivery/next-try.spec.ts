import { expect, test } from 'vitest';
import { failure } from '../channel/channel.fixture';
import { nextTry, type Tried } from './next-try';

const now = Date.parse('2026-11-22T00:00:00Z');
const hour = 3_600_000;
const slowest = () => 1;
const waits = (tried: Partial<Tried> & { tries?: number; tooLarge?: boolean }, random = slowest) => {
  const { tries = 1, tooLarge = false, ...rest } = tried;
  const delivery = { tries, tooLarge };
  const at = nextTry({ failure: failure(), since: now, now, ...rest, delivery }, random);
  return at && at.getTime() - now;
};

test('waits grow to five minutes, with full jitter (conventions §1.3)', () => {
  expect([1, 2, 3, 8, 9, 20].map((tries) => waits({ tries }))).toEqual([
    2000, 4000, 8000, 256_000, 300_000, 300_000,
  ]);
  expect(waits({ tries: 3 }, () => 0)).toBe(0);
});

test('it is given up after eight tries and an hour, not after one of the two', () => {
  expect(waits({ tries: 8, since: now - hour })).toBeUndefined();
  expect(waits({ tries: 7, since: now - hour })).toBeDefined();
  expect(waits({ tries: 30, since: now - hour + 1 })).toBeDefined();
});

test('Retry-After is the least, for a day at most: nothing is given up for it', () => {
  expect(waits({ failure: failure('throttled'), retryAfterMs: 90_000 })).toBe(90_000);
  expect(waits({ failure: failure('throttled'), retryAfterMs: 2 * hour })).toBe(2 * hour);
  expect(waits({ failure: failure('throttled'), retryAfterMs: 1000 * hour })).toBe(24 * hour);
});

test('what the receiver refuses is not sent again, what is too large once', () => {
  expect(waits({ failure: failure('refused') })).toBeUndefined();
  expect(waits({ failure: failure('too-large') })).toBe(0);
  expect(waits({ failure: failure('too-large'), tooLarge: true })).toBeUndefined();
});

test('what a channel is to blame for waits for the channel', () => {
  for (const code of ['unauthorised', 'gone', 'channel-unset', 'forbidden-address'] as const)
    expect(waits({ failure: failure(code), tries: 50, since: 0 })).toBe(0);
});
