import { describe, expect, test } from 'vitest';
import { stepsOf, type StepsQuery } from './steps';

const now = new Date('2026-06-01T12:34:56.789Z');
const steps = (query: StepsQuery, complete = true) => stepsOf(query, { now, minuteDays: 45, complete });
const ago = (hours: number): string => new Date(now.getTime() - hours * 3_600_000).toISOString();

test.each([
  ['the last hour', {}, { stepSeconds: 60, span: 60 }],
  ['a quarter of an hour in seconds', { from: ago(0.25), stepSeconds: 15 }, { stepSeconds: 15, span: 0 }],
  ['six hours', { from: ago(6) }, { stepSeconds: 600, span: 60 }],
  ['an odd step', { from: ago(6), stepSeconds: 90 }, { stepSeconds: 120, span: 60 }],
  [
    'a day in seconds, which would be many rows',
    { from: ago(12), stepSeconds: 30 },
    { stepSeconds: 60, span: 60 },
  ],
  ['a week', { from: ago(168) }, { stepSeconds: 10_800, span: 3600 }],
  [
    'what only hours remember',
    { from: ago(24 * 60), to: ago(24 * 60 - 2), stepSeconds: 60 },
    { stepSeconds: 3600, span: 3600 },
  ],
])('%s', (_, query, expected) => {
  expect(steps(query)).toMatchObject(expected);
});

test('a roll-up is read from its first whole step to its last', () => {
  const { from, to } = steps({ from: '2026-05-31T10:00:01Z', to: '2026-05-31T16:00:01Z' });
  expect([from, to]).toEqual([Date.parse('2026-05-31T10:00:00Z'), Date.parse('2026-05-31T16:10:00Z')]);
});

test('single rows tell the truth until the roll-up is complete', () => {
  expect(steps({}, false)).toMatchObject({ span: 0, stepSeconds: 60, to: now.getTime() + 1 });
});

describe('refused', () => {
  test.each([
    ['an end before its beginning', { from: ago(1), to: ago(2) }],
    ['no time at all', { from: ago(1), to: ago(1) }],
    ['more steps than anybody can see', { from: ago(24 * 20), stepSeconds: 60 }],
  ])('%s', (_, query) => {
    expect(() => steps(query)).toThrow('2000 steps at most');
  });
});
