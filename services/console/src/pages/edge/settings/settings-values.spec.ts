import type { DeviceSettings } from '@tutti/contracts/devices';
import { expect, test } from 'vitest';
import { isWhole, settingsOf, valuesOf } from './settings-values';

const none: DeviceSettings = { sampling: null, warningScore: null };
const set: DeviceSettings = {
  sampling: {
    threshold: 0.9,
    boxes: { score: 0.5, share: 0.5 },
    margin: null,
    entropy: 0.07,
    audit: 0.01,
    perDay: 50,
    bytesPerDay: 1_572_864,
  },
  warningScore: 0.55,
};

test.each([none, set])('what is set comes back as it was, also what the form does not show', (settings) =>
  expect(settingsOf(valuesOf(settings), settings)).toEqual(settings),
);

test('shares are typed in percent; an empty rule is not used', () => {
  expect(valuesOf(set)).toMatchObject({ own: false, threshold: 90, margin: '', audit: 1, megabytes: 1.5 });
  const values = { ...valuesOf(none), own: false, threshold: 80, warning: '' };
  expect(settingsOf(values, none)).toMatchObject({
    warningScore: null,
    sampling: { threshold: 0.8, margin: null, audit: 0, perDay: 200 },
  });
});

test('a cap that was emptied is not taken for none a day; who leaves the choice to the device needs none', () => {
  const values = { ...valuesOf(none), own: false };
  expect(isWhole(values)).toBe(true);
  expect(isWhole({ ...values, perDay: '' })).toBe(false);
  expect(isWhole({ ...values, megabytes: '' })).toBe(false);
  expect(isWhole({ ...values, own: true, perDay: '' })).toBe(true);
  expect(isWhole({ ...values, perDay: 0 })).toBe(true);
});
