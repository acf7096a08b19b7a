import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Silence } from './silence';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('lasts however long something is heard, and ends what nothing is heard of', () => {
  const silence = new Silence(100);
  for (let n = 0; n < 10; n++) {
    vi.advanceTimersByTime(99);
    silence.broken();
  }
  expect(silence.signal.aborted).toBe(false);
  vi.advanceTimersByTime(100);
  expect(silence.signal.reason).toMatchObject({ name: 'TimeoutError' });
});

it('that has ended says nothing any more', () => {
  const silence = new Silence(100);
  silence.end();
  vi.advanceTimersByTime(1000);
  expect(silence.signal.aborted).toBe(false);
});
