import { expect, test } from 'vitest';
import { Rate } from './rate';

test('a speed is that of the last while', () => {
  let now = 0;
  const rate = new Rate(() => now);
  rate.note(0);
  expect(rate.perSecond).toBeUndefined();
  now = 2_000;
  rate.note(4_000);
  expect(rate.perSecond).toBe(2_000);
  now = 60_000;
  rate.note(1_004_000);
  now = 62_000;
  rate.note(1_005_000);
  expect(rate.perSecond).toBe(500);
});
