import type { Box, Prediction } from '@tutti/vision';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sameDecision } from './same-decision';

const named = (label: string, score = 0.9): Prediction => ({
  ...{ task: 'classification', label, score, probabilities: {}, boxes: [] },
});

const box = (label: string, left: number, width = 0.2): Box => ({
  ...{ label, classId: 0, score: 0.9, box: [left, 0, left + width, 0.2] },
});

const found = (...boxes: readonly Box[]): Prediction => ({
  ...{ task: 'detection', label: boxes[0]?.label ?? '', score: 0.9, probabilities: {}, boxes },
});

describe('two decisions', () => {
  it('of classifiers are the same when the label is, whatever the score', () => {
    expect(sameDecision(named('crack', 0.9), named('crack', 0.4))).toBe(true);
    expect(sameDecision(named('crack'), named('dent'))).toBe(false);
  });

  it.each([
    ['nothing found twice', found(), found(), true],
    ['one found by one of them', found(box('a', 0)), found(), false],
    ['the same in another order', found(box('a', 0), box('b', 0.5)), found(box('b', 0.5), box('a', 0)), true],
    ['the same place, another label', found(box('a', 0)), found(box('b', 0)), false],
    ['a little beside', found(box('a', 0)), found(box('a', 0.06)), true],
    ['too far beside', found(box('a', 0)), found(box('a', 0.07)), false],
    ['two for one', found(box('a', 0), box('a', 0.01)), found(box('a', 0), box('a', 0.6)), false],
    // The left one fits both, the right one only the first.
    ['a pair made anew', found(box('a', 0), box('a', 0.05)), found(box('a', 0.04), box('a', -0.05)), true],
  ])('of detectors: %s', (_name, one, other, expected) => {
    expect(sameDecision(one, other)).toBe(expected);
  });

  it('agree with themselves, and in both directions', () => {
    const boxes = fc.array(
      fc
        .tuple(fc.constantFrom('a', 'b'), fc.integer({ min: 0, max: 8 }))
        .map(([label, at]) => box(label, at / 20)),
      { maxLength: 5 },
    );
    fc.assert(
      fc.property(boxes, boxes, (ones, others) => {
        expect(sameDecision(found(...ones), found(...ones.toReversed()))).toBe(true);
        expect(sameDecision(found(...ones), found(...others))).toBe(
          sameDecision(found(...others), found(...ones)),
        );
      }),
    );
  });
});
