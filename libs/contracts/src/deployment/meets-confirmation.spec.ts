import { expect, test } from 'vitest';
import { meetsConfirmation } from './meets-confirmation';
import type { Confirmation } from './shapes';

const policy: Confirmation = { results: 20, minutes: 30, floor: 0.6, whenSilent: 'roll-back' };
const { floor: _, ...noFloor } = policy;

test.each([
  ['enough results at the floor', policy, { results: 20, meanScore: 0.6, elapsedMinutes: 1 }, true],
  ['enough results below the floor', policy, { results: 20, meanScore: 0.599, elapsedMinutes: 1 }, false],
  ['below it when the time is over', policy, { results: 500, meanScore: 0.1, elapsedMinutes: 90 }, false],
  ['too few results in time', policy, { results: 19, meanScore: 1, elapsedMinutes: 29.9 }, false],
  ['few results when the time is over', policy, { results: 1, meanScore: 0.7, elapsedMinutes: 30 }, true],
  ['few, bad ones when it is over', policy, { results: 1, meanScore: 0.5, elapsedMinutes: 30 }, false],
  ['few results of a time that nobody knows', policy, { results: 1, meanScore: 0.7 }, true],
  ['silence that rolls back', policy, { results: 0, meanScore: null, elapsedMinutes: 30 }, false],
  ['silence before the time is over', policy, { results: 0, meanScore: null, elapsedMinutes: 1 }, false],
  ['any score where there is no floor', noFloor, { results: 20, meanScore: 0, elapsedMinutes: 0 }, true],
] as const)('%s: %#', (_name, given, seen, expected) => {
  expect(meetsConfirmation(given, seen)).toBe(expected);
});

test('silence confirms where the policy says so, and only once the time is over', () => {
  const silent: Confirmation = { ...policy, whenSilent: 'confirm' };
  const seen = { results: 0, meanScore: null };
  expect(meetsConfirmation(silent, { ...seen, elapsedMinutes: 29 })).toBe(false);
  expect(meetsConfirmation(silent, { ...seen, elapsedMinutes: 30 })).toBe(true);
  expect(meetsConfirmation(silent, seen)).toBe(true);
});

test('numbers that contradict each other meet nothing', () => {
  const silent: Confirmation = { ...policy, whenSilent: 'confirm' };
  expect(meetsConfirmation(silent, { results: 0, meanScore: 0.9 })).toBe(false);
  expect(meetsConfirmation(noFloor, { results: 20, meanScore: null })).toBe(false);
});
