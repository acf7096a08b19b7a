import { expect, test } from 'vitest';
import { pairAt, placeOf } from './class-pair';

const report = (...keys: string[]) => ({
  classes: keys.map((key) => ({ key, name: key, support: 1, precision: 1, recall: 1, f1: 1 })),
  confusion: [...keys, 'nothing'].map(() => []),
});

test('given two models with their classes in another order, then a pair is found in both', () => {
  const pair = pairAt(report('nut', 'bolt'), { truth: 0, predicted: 1 });
  expect(pair).toEqual({ truth: 'nut', predicted: 'bolt' });
  expect(placeOf(report('bolt', 'gear', 'nut'), pair)).toEqual({ truth: 2, predicted: 0 });
});

test('given a class that a model does not know, then the pair is nowhere in it', () => {
  expect(placeOf(report('bolt'), { truth: 'nut', predicted: 'bolt' })).toBeUndefined();
});

test('what is nothing stands last', () => {
  expect(pairAt(report('nut'), { truth: 1, predicted: 0 })).toEqual({ truth: null, predicted: 'nut' });
  expect(placeOf(report('nut'), { truth: null, predicted: 'nut' })).toEqual({ truth: 1, predicted: 0 });
});
