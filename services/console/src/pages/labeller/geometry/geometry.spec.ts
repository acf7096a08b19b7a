import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  areaBetween,
  areaOfShares,
  areasAt,
  growArea,
  handlePoint,
  handles,
  leastSide,
  moveArea,
  onGrid,
  resizeArea,
  type Area,
  type Size,
} from './area';
import { actualView, fitView, panBy, toPicture, toScreen, zoomAt } from './view';

const side = fc.integer({ min: 1, max: 65_535 });
const size = fc.record({ width: side, height: side });
const anywhere = fc.double({ min: -200_000, max: 200_000, noNaN: true });
const point = fc.record({ x: anywhere, y: anywhere });
const screen = fc.record({
  width: fc.integer({ min: 200, max: 4000 }),
  height: fc.integer({ min: 200, max: 3000 }),
});

/** A picture with a box in it. */
const drawn = size.chain((picture) =>
  fc
    .tuple(point, point)
    .map(([from, to]) => ({ picture, area: areaBetween(from, to, picture) }))
    .filter((both): both is { picture: Size; area: Area } => both.area !== undefined),
);

const tolerance = 1e-6;
const isInside = ({ x, y, w, h }: Area, { width, height }: Size): boolean =>
  x >= 0 && y >= 0 && x + w <= width + tolerance && y + h <= height + tolerance;
const isBox = ({ w, h }: Area): boolean => w >= leastSide && h >= leastSide;
const isOnGrid = (area: Area): boolean =>
  [area.x, area.y, area.w, area.h].every((one) => onGrid(one) === one);

describe('boxes', () => {
  it('never lie outside the picture, are never too small, and stand on the grid, whatever is done to them', () => {
    fc.assert(
      fc.property(drawn, point, fc.constantFrom(...handles), ({ picture, area }, to, handle) => {
        const made = [
          area,
          moveArea(area, to, picture),
          resizeArea(area, handle, to, picture),
          growArea(area, to, picture),
        ];
        for (const one of made) {
          expect(isInside(one, picture), JSON.stringify(one)).toBe(true);
          expect(isBox(one), JSON.stringify(one)).toBe(true);
          expect(isOnGrid(one), JSON.stringify(one)).toBe(true);
        }
      }),
    );
  });

  it('keep their size when they are moved, and their opposite corner when they are pulled', () => {
    fc.assert(
      fc.property(drawn, point, ({ picture, area }, to) => {
        const moved = moveArea(area, to, picture);
        expect([moved.w, moved.h]).toEqual([area.w, area.h]);
        const pulled = resizeArea(area, 'nw', to, picture);
        expect(pulled.x + pulled.w).toBeCloseTo(area.x + area.w, 2);
        expect(pulled.y + pulled.h).toBeCloseTo(area.y + area.h, 2);
      }),
    );
  });

  it('are the same from whichever corner they are drawn, and none at all where somebody only clicked', () => {
    const picture = { width: 640, height: 480 };
    const expected = { x: 10, y: 20, w: 90, h: 60.5 };
    expect(areaBetween({ x: 10, y: 20 }, { x: 100, y: 80.5 }, picture)).toEqual(expected);
    expect(areaBetween({ x: 100, y: 80.5 }, { x: 10, y: 20 }, picture)).toEqual(expected);
    expect(areaBetween({ x: 10, y: 10 }, { x: 10.4, y: 10 }, picture)).toBeUndefined();
  });

  it('come out of shares as the server makes a label of what a model said', () => {
    const picture = { width: 333, height: 100 };
    expect(areaOfShares([0.1, 0.2, 0.4, 0.5], picture)).toEqual({ x: 33.3, y: 20, w: 99.9, h: 30 });
    expect(areaOfShares([0.5, 0.5, 0.5, 0.5], picture)).toBeUndefined();
  });

  it('one above the other are found, the smallest first', () => {
    const large = { x: 0, y: 0, w: 100, h: 100 };
    const small = { x: 10, y: 10, w: 20, h: 20 };
    expect(areasAt([large, small], { x: 15, y: 15 })).toEqual([small, large]);
    expect(areasAt([large, small], { x: 90, y: 90 })).toEqual([large]);
    expect(areasAt([small], { x: 9, y: 9 })).toEqual([]);
    expect(areasAt([small], { x: 9, y: 9 }, 2)).toEqual([small]);
  });

  it('have eight handles, on their sides and corners', () => {
    const area = { x: 0, y: 0, w: 10, h: 20 };
    expect(handlePoint(area, 'nw')).toEqual({ x: 0, y: 0 });
    expect(handlePoint(area, 'e')).toEqual({ x: 10, y: 10 });
    expect(handlePoint(area, 's')).toEqual({ x: 5, y: 20 });
  });
});

describe('the view', () => {
  const view = fc.record({
    scale: fc.double({ min: 0.01, max: 64, noNaN: true }),
    x: fc.double({ min: -100_000, max: 100_000, noNaN: true }),
    y: fc.double({ min: -100_000, max: 100_000, noNaN: true }),
  });
  const onPicture = fc.record({ x: side.map((x) => onGrid(x / 7)), y: side.map((y) => onGrid(y / 3)) });

  it('leads from the picture to the screen and back to the same thousandth of a pixel', () => {
    fc.assert(
      fc.property(view, onPicture, (of, at) => {
        expect(toPicture(of, toScreen(of, at))).toEqual(at);
      }),
    );
  });

  it('fits the whole picture onto the screen', () => {
    fc.assert(
      fc.property(size, screen, (picture, on) => {
        const fit = fitView(picture, on);
        const corner = toScreen(fit, { x: picture.width, y: picture.height });
        expect(corner.x).toBeLessThanOrEqual(on.width + tolerance);
        expect(corner.y).toBeLessThanOrEqual(on.height + tolerance);
        expect(toScreen(fit, { x: 0, y: 0 }).x).toBeGreaterThanOrEqual(-tolerance);
      }),
    );
  });

  it('keeps what is under the pointer there while it zooms, as long as the picture stays in sight', () => {
    const desk = { picture: { width: 1000, height: 800 }, screen: { width: 900, height: 700 } };
    const at = { x: 450, y: 350 };
    const before = toPicture(fitView(desk.picture, desk.screen), at);
    let zoomed = fitView(desk.picture, desk.screen);
    for (const factor of [1.2, 1.7, 0.8, 3]) zoomed = zoomAt(zoomed, factor, at, desk);
    expect(toPicture(zoomed, at).x).toBeCloseTo(before.x, 2);
    expect(toPicture(zoomed, at).y).toBeCloseTo(before.y, 2);
  });

  it('never loses the picture, however one pans', () => {
    fc.assert(
      fc.property(size, screen, point, (picture, on, by) => {
        const panned = panBy(actualView(picture, on), by, { picture, screen: on });
        const end = toScreen(panned, { x: picture.width, y: picture.height });
        expect(end.x).toBeGreaterThan(0);
        expect(end.y).toBeGreaterThan(0);
        expect(panned.x).toBeLessThan(on.width);
        expect(panned.y).toBeLessThan(on.height);
      }),
    );
  });
});
