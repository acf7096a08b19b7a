import { freezeVersion } from '@tutti/contracts/datasets';
import { expect, test } from 'vitest';
import { ratios, shareFault, toFreezeVersion, usualValues, valuesOf } from './freeze-values';

test('what stands in the form is what the server takes', () => {
  for (const percent of ratios) {
    expect(shareFault(percent)).toBeUndefined();
    expect(freezeVersion.safeParse(toFreezeVersion({ ...usualValues, percent })).success).toBe(true);
  }
  expect(toFreezeVersion(usualValues)).toEqual({
    shuffle: 0,
    shares: { train: 0.8, validation: 0.1, test: 0.1 },
    keepGiven: true,
  });
  expect(toFreezeVersion({ ...usualValues, group: 'apart', note: ' for the audit ' })).toMatchObject({
    groupByDevice: false,
    note: 'for the audit',
  });
});

test('shares that leave something over, or nothing to train on, are told apart', () => {
  expect(shareFault({ train: 80, validation: 10, test: 5 })).toBe('sum');
  expect(shareFault({ train: 0, validation: 50, test: 50 })).toBe('train');
  expect(shareFault({ train: 33.4, validation: 33.3, test: 33.3 })).toBeUndefined();
});

test('a next version is split as the one before, unless a fresh deal is asked for', () => {
  const rule = {
    ...{ shuffle: 7, groupByDevice: true, keepGiven: false, keptFrom: 1 },
    shares: { train: 0.57, validation: 0.07, test: 0.36 },
  };
  const { shuffle, shares, keepGiven } = rule;
  expect(toFreezeVersion(valuesOf(rule))).toEqual({ shuffle, shares, keepGiven });
  expect(toFreezeVersion({ ...valuesOf(rule), fresh: true })).toMatchObject({ freshParts: true });
});
