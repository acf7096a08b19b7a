import { expect, test } from 'vitest';
import { Positions } from './positions';

test('a query waits for the last command to its own service, and only for a while', () => {
  let now = 0;
  const positions = new Positions(() => now);
  positions.note('/devices/abc/suspend', '41');
  positions.note('/enrolments/x/accept', '42');
  positions.note('/unknown', '43');
  expect(positions.wanted('/devices?q=x')).toBe('42');
  expect(positions.wanted('/enrolment-tokens')).toBe('42');
  expect(positions.wanted('/users/me')).toBeUndefined();
  positions.note('/devices/abc', null);
  expect(positions.wanted('/devices')).toBe('42');
  now = 10_000;
  expect(positions.wanted('/devices')).toBeUndefined();
});
