import type { LoggedEvent } from '@tutti/contracts/summary';
import { expect, test } from 'vitest';
import { indexAt, momentsOf, parseAsOf } from './moments';

const event = (position: number, type: string): LoggedEvent =>
  ({ position, type, time: new Date(position * 1_000).toISOString() }) as LoggedEvent;
const moments = momentsOf([event(9, 'c'), event(5, 'b2'), event(5, 'b1'), event(2, 'a')]);

test('events of one commit are one moment', () => {
  expect(moments).toEqual([
    { position: 2, at: 2_000, types: ['a'] },
    { position: 5, at: 5_000, types: ['b1', 'b2'] },
    { position: 9, at: 9_000, types: ['c'] },
  ]);
});

test.each([
  ['1', -1],
  ['2', 0],
  ['8', 1],
  ['100', 2],
  ['1970-01-01T00:00:05Z', 1],
  ['1970-01-01T00:00:01Z', -1],
  ['yesterday', -1],
])('as of %s the moment %d holds', (asOf, index) => {
  expect(indexAt(moments, asOf)).toBe(index);
});

test('what is neither position nor time', () => {
  expect(parseAsOf('soon')).toBeUndefined();
});
