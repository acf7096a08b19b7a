import fc from 'fast-check';
import { expect, it } from 'vitest';
import { letterbox, toPicture } from './letterbox';

it('centres a wide and a tall picture', () => {
  const frame = { width: 100, height: 100 };
  expect(letterbox({ width: 200, height: 100 }, frame)).toEqual({ left: 0, top: 25, width: 100, height: 50 });
  expect(letterbox({ width: 100, height: 200 }, frame)).toEqual({ left: 25, top: 0, width: 50, height: 100 });
});

it('maps back what it placed, and cuts at the edge', () => {
  const frame = { width: 100, height: 100 };
  const placement = letterbox({ width: 200, height: 100 }, frame);
  expect(toPicture([0, 0.25, 0.5, 0.75], frame, placement)).toEqual([0, 0, 0.5, 1]);
  expect(toPicture([-1, 0, 2, 0.5], frame, placement)).toEqual([0, 0, 1, 0.5]);
});

it('always lies within the frame', () => {
  const size = fc.record({
    width: fc.integer({ min: 1, max: 10_000 }),
    height: fc.integer({ min: 1, max: 10_000 }),
  });
  fc.assert(
    fc.property(size, size, (picture, frame) => {
      const { left, top, width, height } = letterbox(picture, frame);
      expect(Math.min(left, top)).toBeGreaterThanOrEqual(0);
      expect(Math.min(width, height)).toBeGreaterThanOrEqual(1);
      expect(left + width).toBeLessThanOrEqual(frame.width);
      expect(top + height).toBeLessThanOrEqual(frame.height);
    }),
  );
});
