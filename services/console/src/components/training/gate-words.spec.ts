import { promotionGate, type PromotionGate } from '@tutti/contracts/training';
import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { en } from '../../i18n/en';
import { formatOf } from '../../lib/format';
import { gateDraftOf, gateOf, isGate } from './gate-draft';
import { gateWords } from './gate-words';

beforeAll(async () => {
  await i18next.init({ lng: 'en', defaultNS: 'console', resources: { en: { console: en } } });
});

const wordsOf = (gate: PromotionGate): readonly string[] => gateWords(gate, i18next.t, formatOf('en'));

test('a gate is told in words: what it asks, and against which model', () => {
  expect(wordsOf({ metric: 'accuracy' })).toEqual([
    'It must be at least as good as the model it replaces, on the same pictures.',
  ]);
  expect(wordsOf({ metric: 'accuracy', atLeast: 0.9, gain: 0.015, largestClassLoss: 0.1 })).toEqual([
    'Accuracy must be at least 90%.',
    'It must be better than the model it replaces by 1.5% or more, on the same pictures.',
    'No class may lose more than 10% of its recall.',
  ]);
  expect(wordsOf({ metric: 'map50', gain: -0.02 })).toEqual([
    'It may be worse than the model it replaces by 2% at most, on the same pictures.',
  ]);
});

test('percents that are typed come back as the same shares', () => {
  const gate = { metric: 'accuracy', atLeast: 0.07, gain: -0.02, largestClassLoss: 0.29 } as const;
  expect(gateDraftOf(gate)).toMatchObject({ atLeast: 7, gain: -2, largestClassLoss: 29 });
  expect(promotionGate.parse(gateOf(gateDraftOf(gate)))).toEqual(gate);
});

test('what is left empty is not asked, and what is out of range cannot be sent', () => {
  const draft = gateDraftOf({ metric: 'accuracy' });
  expect(gateOf({ ...draft, gain: '' })).toEqual({ metric: 'accuracy' });
  expect(isGate(draft)).toBe(true);
  expect(isGate({ ...draft, atLeast: 101 })).toBe(false);
  expect(isGate({ ...draft, gain: '-' })).toBe(false);
});
