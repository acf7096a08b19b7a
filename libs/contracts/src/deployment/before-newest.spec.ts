import { expect, test } from 'vitest';
import { beforeNewest } from './before-newest';

const before = (newestFirst: readonly string[]): string | undefined =>
  beforeNewest(newestFirst, (step) => step);

test('what there was before is the step before the newest', () => {
  expect(before(['c', 'b', 'a'])).toBe('b');
  expect(before(['b', 'b', 'a'])).toBe('a');
  expect(before(['a'])).toBeUndefined();
  expect(before([])).toBeUndefined();
});

test('going back again leads further back, not to what was left', () => {
  expect(before(['b', 'c', 'b', 'a'])).toBe('a');
  expect(before(['a', 'b', 'a'])).toBeUndefined();
});
