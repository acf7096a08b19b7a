import fc from 'fast-check';
import { expect, test } from 'vitest';
import { see, type SeenRanges } from './seen-ranges';

const places = fc.array(fc.integer({ min: 0, max: 60 }), { maxLength: 20 });

test('whatever comes again, in whatever order, every place is new once', () => {
  fc.assert(
    fc.property(fc.array(places, { maxLength: 12 }), (batches) => {
      let ranges: SeenRanges = [];
      const counted: number[] = [];
      for (const batch of batches) {
        const seen = see(ranges, batch);
        ranges = seen.ranges;
        counted.push(...seen.fresh);
      }
      const all = [...new Set(batches.flat())].sort((a, b) => a - b);
      expect(counted.sort((a, b) => a - b)).toEqual(all);
    }),
  );
});

test('places that follow one another are one range', () => {
  expect(see([1, 3, 7, 9], [4, 5, 6, 12]).ranges).toEqual([1, 9, 12, 12]);
});

test('of very many gaps the oldest are taken for what a device dropped', () => {
  const even = Array.from({ length: 3000 }, (_, n) => 2 * n);
  const { ranges } = see([], even);
  expect(ranges).toHaveLength(4000);
  expect(ranges.slice(0, 4)).toEqual([0, 2000, 2002, 2002]);
  expect([...see(ranges, [501, 4001]).fresh]).toEqual([4001]);
});
