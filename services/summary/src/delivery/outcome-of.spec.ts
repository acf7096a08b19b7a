import { deliveryFailure } from '@tutti/contracts/summary';
import { expect, test } from 'vitest';
import { outcomeOf } from './outcome-of';

const now = new Date('2026-11-22T00:00:00Z');
const outcome = (status: number, headers: Record<string, string> = {}) =>
  outcomeOf({ answer: { status, headers } }, 9, now);

test('a receiver that asks to be left alone is, by 429 and by 503', () => {
  for (const status of [429, 503])
    expect(outcome(status, { 'retry-after': '7200' })).toMatchObject({
      failure: { code: 'throttled', httpStatus: status },
      retryAfterMs: 7_200_000,
    });
  expect(outcome(429)).toMatchObject({ failure: { code: 'throttled' } });
  expect(outcome(503)).toMatchObject({ failure: { code: 'unavailable' } });
  expect(outcome(500, { 'retry-after': '9' })).toMatchObject({ failure: { code: 'unavailable' } });
});

test('a status that HTTP does not have is an outcome that the log can keep', () => {
  const told = outcome(999);
  expect(told).toMatchObject({ accepted: false, failure: { code: 'unavailable' } });
  expect(told.accepted || deliveryFailure.safeParse(told.failure).success).toBe(true);
  expect(outcome(599)).toMatchObject({ failure: { code: 'unavailable', httpStatus: 599 } });
});
