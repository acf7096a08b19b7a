import { describe, expect, it } from 'vitest';
import { kindsOf, shows } from './example-kinds';

const nut = (box: [number, number, number, number], score?: number) => ({
  key: 'nut',
  box,
  ...(score === undefined ? {} : { score }),
});

describe('what an example shows', () => {
  it('given a classified picture, then its truth and what was predicted', () => {
    const example = { truth: { key: 'ok' }, predicted: { key: 'dent', score: 0.9 } };
    expect(kindsOf(example)).toEqual([{ truth: 'ok', predicted: 'dent' }]);
    expect(shows(example, { truth: 'ok', predicted: 'dent' })).toBe(true);
    expect(shows(example, { truth: 'dent', predicted: 'ok' })).toBe(false);
  });

  it('given boxes, then those that overlap by half are of one thing; others are missed or made up', () => {
    const truth = { boxes: [nut([0, 0, 0.2, 0.2]), { ...nut([0.5, 0.5, 0.9, 0.9]), key: 'bolt' }] };
    const predicted = {
      boxes: [nut([0.5, 0.5, 0.9, 0.88], 0.8), nut([0.21, 0.21, 0.4, 0.4], 0.6)],
    };
    expect(kindsOf({ truth, predicted })).toEqual([
      { truth: 'bolt', predicted: 'nut' },
      { truth: null, predicted: 'nut' },
      { truth: 'nut', predicted: null },
    ]);
  });

  it('given two boxes on one thing, then the surer one is it, and the other is made up', () => {
    const truth = { boxes: [nut([0, 0, 1, 1])] };
    const predicted = { boxes: [nut([0, 0, 1, 0.9], 0.4), nut([0, 0, 1, 0.8], 0.9)] };
    expect(kindsOf({ truth, predicted })).toEqual([
      { truth: 'nut', predicted: 'nut' },
      { truth: null, predicted: 'nut' },
    ]);
  });

  it('given a surer box of another class on the same thing, then the one of its class is it', () => {
    const truth = { boxes: [nut([0, 0, 1, 1])] };
    const predicted = { boxes: [{ ...nut([0, 0, 1, 1], 0.9), key: 'bolt' }, nut([0, 0, 1, 0.9], 0.6)] };
    expect(kindsOf({ truth, predicted })).toEqual([
      { truth: null, predicted: 'bolt' },
      { truth: 'nut', predicted: 'nut' },
    ]);
  });

  it('given a picture without boxes, then there is nothing to show', () => {
    expect(kindsOf({ truth: { boxes: [] }, predicted: { boxes: [] } })).toEqual([]);
  });
});
