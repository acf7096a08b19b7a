import { describe, expect, test } from 'vitest';
import { formatOf } from './format';

const format = formatOf('en');
const now = Date.parse('2026-03-01T12:00:00Z');
const ago = (seconds: number): string => new Date(now - seconds * 1_000).toISOString();

describe('relative times', () => {
  test.each([
    [0, 'now'],
    [4, 'now'],
    [7, '5s ago'],
    [59, '55s ago'],
    [60, '1m ago'],
    [3_599, '59m ago'],
    [3_600, '1h ago'],
    [86_400, 'yesterday'],
    [3 * 86_400, '3d ago'],
  ])('%s seconds ago', (seconds, text) => {
    expect(format.relative(ago(seconds), now)).toBe(text);
  });

  test('a clock that is a little ahead says now, an expiry says when', () => {
    expect(format.relative(ago(-20), now)).toBe('now');
    expect(format.relative(ago(-7_200), now)).toBe('in 2h');
  });
});

test.each([
  [0, '0 B'],
  [999, '999 B'],
  [1_000, '1 kB'],
  [81_920, '82 kB'],
  [1_500_000, '1.5 MB'],
  [25e9, '25 GB'],
  [5e15, '5,000 TB'],
])('%s bytes are %s', (bytes, text) => {
  expect(format.bytes(bytes)).toBe(text);
});

test.each([
  [30, '0m'],
  [3_700, '1h 1m'],
  [400_000, '4d 15h'],
])('up for %s seconds is %s', (seconds, text) => {
  expect(format.uptime(seconds)).toBe(text);
});

test('shares and durations', () => {
  expect(format.percent(0.9234, 1)).toBe('92.3%');
  expect(format.milliseconds(6.54)).toBe('6.5 ms');
  expect(format.milliseconds(1_250)).toBe('1.3 s');
});

test.each([
  [59_400, '59.4 s'],
  [59_990, '1 min'],
  [132_700, '2 min 13 s'],
  [3_599_900, '1 h'],
  [3_905_000, '1 h 5 min'],
])('%s ms are %s', (ms, text) => {
  expect(format.milliseconds(ms)).toBe(text);
});
