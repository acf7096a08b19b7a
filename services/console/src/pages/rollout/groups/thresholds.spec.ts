import { expect, test } from 'vitest';
import { passesAt, pausesAt, placeOn } from './thresholds';

test('given a share, then so many devices reach it, and one less does not', () => {
  expect(passesAt({ successPercent: 90 }, 20)).toBe(18);
  expect(passesAt({ successPercent: 100 }, 7)).toBe(7);
  expect(passesAt({ successPercent: 1 }, 20)).toBe(1);
  expect(passesAt({ successPercent: 7 }, 100)).toBe(7);
  expect(pausesAt({ error: { kind: 'percent', percent: 10 } }, 20)).toBe(2);
  expect(pausesAt({ error: { kind: 'percent', percent: 1 } }, 20)).toBe(1);
});

test('given a number, then it is that, however many there are', () => {
  expect(pausesAt({ error: { kind: 'count', count: 3 } }, 20)).toBe(3);
});

test('nothing stands beyond the line', () => {
  expect(placeOn(30, 20)).toBe(100);
  expect(placeOn(5, 20)).toBe(25);
  expect(placeOn(1, 0)).toBe(0);
});
