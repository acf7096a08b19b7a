import type { RolloutCounts } from '@tutti/contracts/deployment';
import { expect, test } from 'vitest';
import { countsOf } from './count-parts';

const none: RolloutCounts = {
  devices: 0,
  waiting: 0,
  offered: 0,
  accepted: 0,
  deferred: 0,
  downloading: 0,
  installing: 0,
  soaking: 0,
  cancelling: 0,
  succeeded: 0,
  failed: 0,
  other: 0,
};

test('whatever a device is busy with, it is at work; what there is none of is not shown', () => {
  const counts = { ...none, devices: 12, waiting: 4, deferred: 1, downloading: 2, soaking: 3, succeeded: 2 };
  expect(countsOf(counts)).toEqual([
    ['succeeded', 2],
    ['working', 6],
    ['waiting', 4],
  ]);
});

test('every device is in one part', () => {
  const counts = Object.fromEntries(Object.keys(none).map((name) => [name, 1])) as RolloutCounts;
  const shown = countsOf(counts).reduce((sum, [, devices]) => sum + devices, 0);
  expect(shown).toBe(Object.keys(none).length - 1);
});
