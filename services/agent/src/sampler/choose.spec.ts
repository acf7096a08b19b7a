import type { SamplingPolicy } from '@tutti/contracts/devices';
import type { Prediction } from '@tutti/vision';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose } from './choose';
import { silentPolicy } from './settings';

const never = (): number => 1;
const policy = (changes: Partial<SamplingPolicy>): SamplingPolicy => ({ ...silentPolicy, ...changes });
const classified = (...p: readonly number[]): Prediction => ({
  task: 'classification',
  label: '0',
  score: Math.max(...p),
  probabilities: Object.fromEntries(p.map((each, index) => [`${index}`, each])),
  boxes: [],
});
const detected = (...scores: readonly number[]): Prediction => ({
  task: 'detection',
  label: scores.length > 0 ? 'a' : '',
  score: Math.max(0, ...scores),
  probabilities: {},
  boxes: scores.map((score) => ({ label: 'a', classId: 0, score, box: [0, 0, 1, 1] })),
});
const reasons = (prediction: Prediction, changes: Partial<SamplingPolicy>) =>
  choose(prediction, policy(changes), never)?.reasons;

describe('which pictures are sent (requirements 5.6)', () => {
  it('none without a rule', () => {
    expect(choose(classified(0.01, 0.99), silentPolicy, () => 0)).toBeUndefined();
  });

  it('threshold: a score below; of boxes the mean of theirs', () => {
    expect(reasons(classified(0.59, 0.41), { threshold: 0.6 })).toEqual(['threshold']);
    expect(reasons(classified(0.6, 0.4), { threshold: 0.6 })).toBeUndefined();
    expect(reasons(detected(0.9, 0.2), { threshold: 0.6 })).toEqual(['threshold']);
    expect(reasons(detected(0.9, 0.4), { threshold: 0.6 })).toBeUndefined();
    expect(reasons(detected(), { threshold: 1 })).toBeUndefined();
  });

  it('boxes: enough of them are doubtful', () => {
    const boxes = { score: 0.5, share: 0.5 };
    expect(reasons(detected(0.5, 0.9), { boxes })).toEqual(['boxes']);
    expect(reasons(detected(0.5, 0.9, 0.9), { boxes })).toBeUndefined();
    expect(reasons(detected(), { boxes: { score: 1, share: 0 } })).toBeUndefined();
    expect(reasons(classified(0.1, 0.9), { boxes: { score: 1, share: 0 } })).toBeUndefined();
  });

  it('margin: the two most probable classes are close', () => {
    expect(reasons(classified(0.5, 0.05, 0.45), { margin: 0.1 })).toEqual(['margin']);
    expect(reasons(classified(0.6, 0.05, 0.35), { margin: 0.1 })).toBeUndefined();
    expect(reasons(detected(0.5, 0.5), { margin: 1 })).toBeUndefined();
  });

  it('entropy: the probabilities say little; scores of several labels at once are no distribution', () => {
    expect(reasons(classified(0.34, 0.33, 0.33), { entropy: 0.1 })).toEqual(['entropy']);
    expect(reasons(classified(0.98, 0.01, 0.01), { entropy: 0.1 })).toBeUndefined();
    expect(reasons(classified(1, 0), { entropy: 1 })).toBeUndefined();
    expect(reasons(classified(0.9, 0.9), { entropy: 1 })).toBeUndefined();
  });

  it('several reasons are all told', () => {
    expect(reasons(classified(0.5, 0.5), { threshold: 0.9, margin: 0.1, entropy: 0.1 })).toEqual([
      'threshold',
      'margin',
      'entropy',
    ]);
  });

  it('the more doubtful goes first', () => {
    const uncertainty = (p: Prediction) => choose(p, policy({ audit: 1 }), () => 0)?.uncertainty;
    expect(uncertainty(classified(0.9, 0.1))).toBeCloseTo(0.1);
    expect(uncertainty(detected(0.9, 0.5))).toBeCloseTo(0.3);
  });

  it('the audit is a share of all, independent of the score and of the other rules', () => {
    const given = fc.record({
      score: fc.double({ min: 0.5, max: 1, noNaN: true }),
      draw: fc.double({ min: 0, max: 0.999, noNaN: true }),
    });
    fc.assert(
      fc.property(
        given,
        fc.option(fc.double({ min: 0, max: 1, noNaN: true })),
        ({ score, draw }, threshold) => {
          const chosen = choose(classified(score, 1 - score), policy({ threshold, audit: 0.3 }), () => draw);
          expect(chosen?.audit ?? false).toBe(draw < 0.3);
          expect(chosen?.reasons.includes('audit') ?? false).toBe(draw < 0.3);
          expect(chosen !== undefined).toBe(draw < 0.3 || score < (threshold ?? 0));
        },
      ),
    );
  });
});
