import { expect, test } from 'vitest';
import { isWithin } from './clock-window';

const night = { from: '22:00', to: '06:00', timeZone: 'Asia/Seoul' };
const day = { from: '06:00', to: '22:00', timeZone: 'Asia/Seoul' };

test.each([
  // Seoul is nine hours ahead.
  ['2026-11-27T12:59:00Z', false],
  ['2026-11-27T13:00:00Z', true],
  ['2026-11-27T15:00:00Z', true],
  ['2026-11-27T20:59:00Z', true],
  ['2026-11-27T21:00:00Z', false],
])('at %s the night of Seoul: %s', (time, expected) => {
  expect(isWithin(night, new Date(time))).toBe(expected);
  expect(isWithin(day, new Date(time))).toBe(!expected);
});

test('the same time twice is all day', () => {
  const all = { from: '08:00', to: '08:00', timeZone: 'UTC' };
  expect(isWithin(all, new Date('2026-11-27T07:59:00Z'))).toBe(true);
});

test('a window follows daylight saving', () => {
  const window = { from: '02:00', to: '04:00', timeZone: 'Europe/Vienna' };
  expect(isWithin(window, new Date('2026-03-28T01:30:00Z'))).toBe(true);
  expect(isWithin(window, new Date('2026-03-30T01:30:00Z'))).toBe(true);
  expect(isWithin(window, new Date('2026-03-30T02:30:00Z'))).toBe(false);
});
