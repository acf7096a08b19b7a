import type { ClassMetrics } from '@tutti/contracts/training';
import { describe, expect, test } from 'vitest';
import { promotionVerdict, type Judged } from './promotion-gate';

const classOf = (key: string, recall: number | null): ClassMetrics => ({
  key,
  name: key,
  support: 10,
  precision: 1,
  recall,
  f1: 1,
});
const judged = (
  accuracy: number,
  recalls: Readonly<Record<string, number | null>> = {},
  items = 100,
): Judged => ({
  part: 'test',
  metrics: { items, accuracy },
  classes: Object.entries(recalls).map(([key, recall]) => classOf(key, recall)),
});
const gate = { metric: 'accuracy' } as const;
const codes = ({ reasons }: ReturnType<typeof promotionVerdict>) =>
  reasons.map(({ code, passes }) => `${code} ${passes ? 'passes' : 'fails'}`);

describe('the gate of a stream', () => {
  test('a first model is looked at alone', () => {
    expect(promotionVerdict(gate, judged(0.4), null)).toEqual({
      passes: true,
      reasons: [{ code: 'no-baseline', passes: true }],
    });
  });

  test('the metric must be high enough', () => {
    const verdict = promotionVerdict({ ...gate, atLeast: 0.9 }, judged(0.85), null);
    expect(verdict.passes).toBe(false);
    expect(verdict.reasons[0]).toEqual({ code: 'at-least', passes: false, found: 0.85, asked: 0.9 });
    expect(promotionVerdict({ ...gate, atLeast: 0.9 }, judged(0.9), null).passes).toBe(true);
  });

  test('a metric that the task does not have passes no gate', () =>
    expect(codes(promotionVerdict({ metric: 'map50' }, judged(0.9), null))).toEqual([
      'at-least fails',
      'no-baseline passes',
    ]));

  test('it must not be worse than the model that it replaces, or better by so much', () => {
    expect(promotionVerdict(gate, judged(0.8), judged(0.8)).passes).toBe(true);
    expect(codes(promotionVerdict(gate, judged(0.79), judged(0.8)))).toEqual(['gain fails']);
    expect(promotionVerdict({ ...gate, gain: 0.1 }, judged(0.9), judged(0.8)).passes).toBe(true);
    expect(promotionVerdict({ ...gate, gain: 0.1 }, judged(0.89), judged(0.8)).passes).toBe(false);
    expect(promotionVerdict({ ...gate, gain: -0.05 }, judged(0.76), judged(0.8)).passes).toBe(true);
  });

  test('no class may fall too far; one that is new, or was not there, cannot', () => {
    const strict = { ...gate, largestClassLoss: 0.1 };
    const before = judged(0.8, { ok: 0.9, dent: 0.8, gone: null });
    const fell = promotionVerdict(strict, judged(0.9, { ok: 0.95, dent: 0.6, fresh: 0.1 }), before);
    expect(codes(fell)).toEqual(['gain passes', 'class-loss fails']);
    expect(fell.reasons[1]).toMatchObject({ classKey: 'dent', asked: 0.1 });
    const held = promotionVerdict(strict, judged(0.9, { ok: 0.95, dent: 0.7, gone: 0.1 }), before);
    expect(codes(held)).toEqual(['gain passes', 'class-loss passes']);
  });

  test('too few pictures say nothing', () => {
    expect(codes(promotionVerdict(gate, judged(1, {}, 19), null))).toEqual([
      'few-items fails',
      'no-baseline passes',
    ]);
    expect(promotionVerdict(gate, judged(1, {}, 20), null).passes).toBe(true);
  });
});
