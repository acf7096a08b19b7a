import { expect, test } from 'vitest';
import { classChanges } from './class-changes';

const one = (key: string, recall: number | null) => ({
  key,
  name: key.toUpperCase(),
  support: 5,
  precision: 1,
  recall,
  f1: 1,
});

test('given two models, then the largest fall comes first, and what only one knows last', () => {
  const a = { classes: [one('nut', 0.5), one('bolt', 1), one('gear', 0.5), one('lock', null)] };
  const b = { classes: [one('nut', 0.75), one('bolt', 0.5), one('plug', 1), one('lock', 1)] };
  expect(classChanges(a, b)).toEqual([
    { key: 'bolt', name: 'BOLT', a: 1, b: 0.5, difference: -0.5 },
    { key: 'nut', name: 'NUT', a: 0.5, b: 0.75, difference: 0.25 },
    { key: 'gear', name: 'GEAR', a: 0.5, b: null, difference: undefined },
    { key: 'lock', name: 'LOCK', a: null, b: 1, difference: undefined },
    { key: 'plug', name: 'PLUG', a: null, b: 1, difference: undefined },
  ]);
});
