import { expect, test } from 'vitest';
import { dueAt, goesOn, usualTellRules as rules, type Told } from './tell-rules';

const minute = 60_000;
const day = 24 * 60 * minute;
const told = (change: Partial<Told> = {}): Told => ({
  raisedAt: 0,
  lastAt: 0,
  toldAt: 0,
  repeats: 0,
  ...change,
});
const waits = (firstAt: number) => ({ firstAt, addedAt: firstAt });

test('something new is told within seconds', () =>
  expect(dueAt(waits(1000), null, rules)).toBe(1000 + rules.settleMs));

test('what goes on is told after one minute, two, four, and at most every hour', () => {
  const gaps = [0, 1, 2, 5, 6, 50].map((repeats) => dueAt(waits(1), told({ repeats }), rules) / minute);
  expect(gaps).toEqual([1, 2, 4, 32, 60, 60]);
});

test('what was quiet for an hour, or went on for a day, is told anew', () => {
  expect(goesOn(waits(59 * minute), told(), rules)).toBe(true);
  expect(goesOn(waits(60 * minute), told(), rules)).toBe(false);
  expect(goesOn(waits(day - 1), told({ lastAt: day - minute }), rules)).toBe(true);
  expect(goesOn(waits(day), told({ lastAt: day - minute }), rules)).toBe(false);
});
