import { expect, test } from 'vitest';
import { heardOf, isSilent } from './silence';

const hour = 3_600_000;
const word = '2026-03-01T12:00:00.000Z';

test.each([
  ['an hour ahead', Date.parse(word) + hour],
  ['an hour behind', Date.parse(word) - hour],
])('given a browser whose clock is %s, then a trainer is silent once no word came for a while', (_, now) => {
  const first = { word, at: now };
  expect(isSilent(first, now)).toBe(false);
  const same = heardOf(first, word, now + 15_000);
  expect(same).toBe(first);
  expect(isSilent(same, now + 15_000)).toBe(true);
  const next = heardOf(same, '2026-03-01T12:00:16.000Z', now + 16_000);
  expect(isSilent(next, now + 20_000)).toBe(false);
});
