import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paced } from './paced';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('work is done at once, and what is asked for meanwhile is done once, later', () => {
  let done = 0;
  const work = paced(5_000, () => (done += 1));
  for (let times = 0; times < 100; times++) work();
  expect(done).toBe(1);
  vi.advanceTimersByTime(5_000);
  expect(done).toBe(2);
  vi.advanceTimersByTime(60_000);
  expect(done).toBe(2);
  work();
  expect(done).toBe(3);
});
