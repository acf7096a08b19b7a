import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type PictureSize, type SourceBox, areaOf, fractions, inOrder, placeBox, turnBox } from './boxes';

const picture = { width: 640, height: 480 };
const pixel = (x: number, y: number, w: number, h: number): SourceBox => ({
  classId: '0',
  unit: 'pixel',
  x,
  y,
  w,
  h,
});

describe('a box is put into its picture', () => {
  it('on whole thousandths of a pixel', () => {
    expect(placeBox(pixel(473.07126, 395.93421, 38.65, 28.67), picture)).toEqual({
      x: 473.071,
      y: 395.934,
      w: 38.65,
      h: 28.67,
      clipped: false,
    });
  });

  it('cut at the edge, and told when that is more than rounding', () => {
    expect(placeBox(pixel(-0.4, 10, 50, 50), picture)).toEqual({
      x: 0,
      y: 10,
      w: 49.6,
      h: 50,
      clipped: false,
    });
    expect(placeBox(pixel(600, 400, 100, 100), picture)).toEqual({
      x: 600,
      y: 400,
      w: 40,
      h: 80,
      clipped: true,
    });
  });

  it.each([
    ['beside it', pixel(640, 0, 10, 10)],
    ['above it', pixel(0, -20, 10, 10)],
    ['without width', pixel(10, 10, 0, 10)],
    ['turned inside out', pixel(10, 10, -5, 10)],
    ['no numbers', pixel(Number.NaN, 10, 5, 10)],
  ])('nothing is left of a box %s', (_, box) => {
    expect(placeBox(box, picture)).toBeUndefined();
  });
});

const size = fc.record({
  width: fc.integer({ min: 1, max: 65_535 }),
  height: fc.integer({ min: 1, max: 65_535 }),
});
const sizeAndBox = size.chain((of) =>
  fc
    .record({
      x: fc.double({ min: -10, max: of.width + 10, noNaN: true }),
      y: fc.double({ min: -10, max: of.height + 10, noNaN: true }),
      w: fc.double({ min: 0, max: of.width * 2, noNaN: true }),
      h: fc.double({ min: 0, max: of.height * 2, noNaN: true }),
    })
    .map((box) => [of, { ...box, classKey: 'a', unit: 'pixel' as const }] as const),
);

describe('of any box', () => {
  it('placing it twice is placing it once', () => {
    fc.assert(
      fc.property(sizeAndBox, ([of, box]) => {
        const once = placeBox(box, of);
        if (once === undefined) return;
        expect(placeBox({ ...once, unit: 'pixel' }, of)).toEqual({ ...once, clipped: false });
      }),
    );
  });

  it('the fractions that YOLO writes come back to the very same box', () => {
    fc.assert(
      fc.property(sizeAndBox, ([of, box]) => {
        const placed = placeBox(box, of);
        if (placed === undefined) return;
        const [cx, cy, w, h] = fractions({ ...placed, classKey: 'a' }, of).map(Number) as [
          number,
          number,
          number,
          number,
        ];
        expect(Math.max(cx, cy, w, h)).toBeLessThanOrEqual(1);
        const back = placeBox({ unit: 'fraction', x: cx - w / 2, y: cy - h / 2, w, h }, of);
        expect(back).toEqual({ ...placed, clipped: false });
      }),
      { numRuns: 1000 },
    );
  });

  it('turning keeps its area and its place inside the picture', () => {
    fc.assert(
      fc.property(sizeAndBox, fc.constantFrom(5, 6, 7, 8), ([of, box], orientation) => {
        const placed = placeBox(box, of);
        if (placed === undefined) return;
        const turned = turnBox({ ...placed, classId: 'a', unit: 'pixel' }, of, orientation);
        const upright = placeBox(turned, { width: of.height, height: of.width });
        expect(upright).toMatchObject({ w: placed.h, h: placed.w, clipped: false });
      }),
    );
  });
});

/** Where the pixel at the top left of what is stored goes, by EXIF 2.32: "0th row, 0th column" of each orientation. */
describe('a box on stored rows is told for the upright picture', () => {
  const stored: PictureSize = { width: 100, height: 50 };
  it.each([
    [5, { x: 0, y: 0 }],
    [6, { x: 40, y: 0 }],
    [7, { x: 40, y: 80 }],
    [8, { x: 0, y: 80 }],
  ])('orientation %i', (orientation, corner) => {
    expect(turnBox(pixel(0, 0, 20, 10), stored, orientation)).toMatchObject({ ...corner, w: 10, h: 20 });
  });
});

it('boxes have one order, by class and place', () => {
  const box = (classKey: string, x: number, y: number) => ({ classKey, x, y, w: 5, h: 5 });
  const ids = new Map([
    ['dog', 18],
    ['cat', 17],
  ]);
  const ordered = inOrder([box('dog', 0, 0), box('cat', 9, 1), box('cat', 2, 1), box('cat', 5, 0)], (key) =>
    Number(ids.get(key)),
  );
  expect(ordered.map(({ classKey, x }) => `${classKey} ${x}`)).toEqual(['cat 5', 'cat 2', 'cat 9', 'dog 0']);
});

it('an area is exact', () => {
  expect(areaOf({ classKey: 'a', x: 0, y: 0, w: 38.65, h: 28.67 })).toBe(1108.0955);
});
