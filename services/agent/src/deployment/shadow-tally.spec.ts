import type { Prediction } from '@tutti/vision';
import { describe, expect, it } from 'vitest';
import { type ShadowPair, ShadowTally, shadowCounts } from './shadow-tally';

const named = (label: string, score: number): Prediction => ({
  ...{ task: 'classification', label, score, probabilities: {}, boxes: [] },
});

const pair = (changes: Partial<ShadowPair> = {}): ShadowPair => ({
  ...{ current: named('ok', 0.8), currentMs: 10, candidate: named('ok', 0.9), candidateMs: 20 },
  ...{ truth: undefined, ...changes },
});

const counted = (...pairs: readonly ShadowPair[]): ShadowTally => {
  const tally = new ShadowTally();
  for (const each of pairs) tally.add(each);
  return tally;
};

describe('a comparison', () => {
  it('of no picture says so', () => {
    expect(counted().comparison()).toEqual({
      frames: 0,
      agreement: null,
      current: { meanScore: null, latencyMs: null },
      candidate: { meanScore: null, latencyMs: null, failures: 0 },
    });
  });

  it('tells how often both decided the same, their mean scores and their median latencies', () => {
    const other = pair({ candidate: named('crack', 0.5), candidateMs: 40 });
    const { agreement, current, candidate, truth } = counted(pair(), pair(), other).comparison();
    expect({ agreement, truth }).toEqual({ agreement: 0.666667, truth: undefined });
    expect(current.meanScore).toBe(0.8);
    expect(candidate).toMatchObject({ meanScore: 0.766667, failures: 0 });
    expect(current.latencyMs).toBeCloseTo(10, 0);
    expect(candidate.latencyMs).toBeCloseTo(20, 0);
  });

  it('a picture that the candidate fails on is a decision of its own, of score 0, without a latency', () => {
    const { frames, agreement, candidate } = counted(pair(), pair({ candidate: undefined })).comparison();
    expect({ frames, agreement }).toEqual({ frames: 2, agreement: 0.5 });
    expect(candidate).toMatchObject({ meanScore: 0.45, failures: 1 });
    expect(candidate.latencyMs).toBeCloseTo(20, 0);
  });

  it('counts who was right where the truth is known', () => {
    const wrong = pair({ truth: 'crack' });
    const better = pair({ truth: 'crack', candidate: named('crack', 0.5) });
    const failed = pair({ truth: 'ok', candidate: undefined });
    expect(counted(pair(), wrong, better, failed).comparison().truth).toEqual({
      frames: 3,
      current: 0.333333,
      candidate: 0.333333,
    });
  });

  it('goes on with what was stored', () => {
    const pairs = [pair(), pair({ candidate: undefined, truth: 'ok' }), pair({ currentMs: 3 })];
    const [first, ...rest] = pairs;
    const stored = shadowCounts.parse(JSON.parse(JSON.stringify(counted(first ?? pair()).state)));
    const tally = new ShadowTally(stored);
    for (const each of rest) tally.add(each);
    expect(tally.comparison()).toEqual(counted(...pairs).comparison());
  });
});
