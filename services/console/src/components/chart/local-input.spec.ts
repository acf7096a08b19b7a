import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { fromLocalInput, toLocalInput } from './local-input';

beforeEach(() => vi.stubEnv('TZ', 'Europe/Berlin'));
afterEach(() => vi.unstubAllEnvs());

test.each([
  ['2026-01-15T11:30:00Z', '2026-01-15T12:30'],
  ['2026-07-15T10:30:00Z', '2026-07-15T12:30'],
  ['2026-03-29T01:00:00Z', '2026-03-29T03:00'],
])('%s is %s by the clock in Berlin, in winter and in summer', (utc, local) => {
  expect(toLocalInput(Date.parse(utc))).toBe(local);
  expect(fromLocalInput(local)).toBe(Date.parse(utc));
});

test('what is no time is none', () => {
  expect(fromLocalInput('')).toBeUndefined();
});
