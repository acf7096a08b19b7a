import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, iou, nms } from './nms';

const options = { iouThreshold: 0.5, crossClassIou: 0.8, maxBoxes: 100 };
const at = (x: number, score: number, classId = 0): Candidate => ({
  classId,
  score,
  box: [x, 0, x + 0.2, 0.2],
});

describe('intersection over union', () => {
  it('is 1 for the same box, 0 for boxes that only touch, a third for half an overlap', () => {
    expect(iou([0, 0, 1, 1], [0, 0, 1, 1])).toBe(1);
    expect(iou([0, 0, 1, 1], [1, 0, 2, 1])).toBe(0);
    expect(iou([0, 0, 2, 1], [1, 0, 3, 1])).toBeCloseTo(1 / 3);
  });
});

describe('non-maximum suppression', () => {
  it('keeps the stronger of two overlapping boxes of one class', () => {
    expect(nms([at(0, 0.7), at(0.01, 0.9), at(0.5, 0.6)], options)).toEqual([at(0.01, 0.9), at(0.5, 0.6)]);
  });

  it('lets boxes of different classes overlap up to its own limit', () => {
    expect(nms([at(0, 0.9, 0), at(0.04, 0.8, 1)], options)).toHaveLength(2);
    expect(nms([at(0, 0.9, 0), at(0.01, 0.8, 1)], options)).toHaveLength(1);
  });

  it('stops at the greatest number of boxes', () => {
    expect(nms([at(0, 0.9), at(0.3, 0.8), at(0.6, 0.7)], { ...options, maxBoxes: 2 })).toHaveLength(2);
  });

  it('never keeps two boxes of a class that overlap too much, and always keeps the best', () => {
    const boxes = fc.array(fc.tuple(fc.nat(20), fc.nat(100), fc.nat(2)), { minLength: 1, maxLength: 30 });
    fc.assert(
      fc.property(boxes, (seeds) => {
        const candidates = seeds.map(([x, score, classId]) => at(x / 20, score / 100, classId));
        const kept = nms(candidates, options);
        expect(kept[0]?.score).toBe(Math.max(...candidates.map(({ score }) => score)));
        for (const [i, a] of kept.entries()) {
          for (const b of kept.slice(i + 1))
            expect(iou(a.box, b.box)).toBeLessThanOrEqual(a.classId === b.classId ? 0.5 : 0.8);
        }
      }),
    );
  });
});
