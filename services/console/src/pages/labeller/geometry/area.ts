import type { LabelBox } from '@tutti/contracts/datasets';

export interface Point {
  readonly x: number;
  readonly y: number;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A rectangle in pixels of the upright picture, from its upper left corner. */
export type Area = Pick<LabelBox, 'x' | 'y' | 'w' | 'h'>;

/** The sides and corners that a box is pulled by, as points of a compass. */
export const handles = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const;
export type Handle = (typeof handles)[number];

/** Pixels. What is smaller was a click, or cannot be taken hold of again. */
export const leastSide = 1;

const clamp = (value: number, least: number, most: number): number =>
  Math.min(Math.max(value, least), Math.max(least, most));

/** Edges lie on a grid of a thousandth of a pixel, as the server rounds what models say. */
export const onGrid = (pixels: number): number => Math.round(pixels * 1000) / 1000;

export const clampPoint = ({ x, y }: Point, { width, height }: Size): Point => ({
  x: onGrid(clamp(x, 0, width)),
  y: onGrid(clamp(y, 0, height)),
});

const between = (left: number, top: number, right: number, bottom: number): Area => ({
  x: onGrid(left),
  y: onGrid(top),
  w: onGrid(right - left),
  h: onGrid(bottom - top),
});

/** The box that was drawn from one corner to the other, cut to the picture; undefined where it is too small to be one. */
export const areaBetween = (from: Point, to: Point, size: Size): Area | undefined => {
  const [a, b] = [clampPoint(from, size), clampPoint(to, size)];
  const area = between(Math.min(a.x, b.x), Math.min(a.y, b.y), Math.max(a.x, b.x), Math.max(a.y, b.y));
  return area.w >= leastSide && area.h >= leastSide ? area : undefined;
};

/** Moved as a whole; at the picture's edge it stops. */
export const moveArea = ({ x, y, w, h }: Area, by: Point, { width, height }: Size): Area => ({
  x: onGrid(clamp(x + by.x, 0, width - w)),
  y: onGrid(clamp(y + by.y, 0, height - h)),
  w,
  h,
});

/** The sides that the handle holds go to the point; they stop at the picture's edge and before the opposite side. */
export const resizeArea = (area: Area, handle: Handle, to: Point, size: Size): Area => {
  const { x, y } = clampPoint(to, size);
  const [right, bottom] = [area.x + area.w, area.y + area.h];
  return between(
    handle.includes('w') ? clamp(x, 0, right - leastSide) : area.x,
    handle.startsWith('n') ? clamp(y, 0, bottom - leastSide) : area.y,
    handle.includes('e') ? clamp(x, area.x + leastSide, size.width) : right,
    handle.startsWith('s') ? clamp(y, area.y + leastSide, size.height) : bottom,
  );
};

/** Wider and higher by so much, at its lower right corner. */
export const growArea = (area: Area, by: Point, size: Size): Area =>
  resizeArea(area, 'se', { x: area.x + area.w + by.x, y: area.y + area.h + by.y }, size);

/** A quarter of the picture's sides, in its middle: to be moved and resized by keys. */
export const middleArea = ({ width, height }: Size): Area | undefined =>
  areaBetween(
    { x: (width * 3) / 8, y: (height * 3) / 8 },
    { x: (width * 5) / 8, y: (height * 5) / 8 },
    { width, height },
  );

/** Corners as shares of width and height, as models say them → pixels; undefined for what is no box. */
export const areaOfShares = (corners: readonly number[], size: Size): Area | undefined => {
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = corners;
  const [from, to] = [
    { x: x1 * size.width, y: y1 * size.height },
    { x: x2 * size.width, y: y2 * size.height },
  ];
  return areaBetween(from, to, size);
};

const contains = ({ x, y, w, h }: Area, at: Point, slack: number): boolean =>
  at.x >= x - slack && at.x <= x + w + slack && at.y >= y - slack && at.y <= y + h + slack;

/** What lies under a point, the smallest first: it would be hidden otherwise. */
export const areasAt = <Shape extends Area>(
  shapes: readonly Shape[],
  at: Point,
  slack = 0,
): readonly Shape[] =>
  shapes.filter((shape) => contains(shape, at, slack)).sort((a, b) => a.w * a.h - b.w * b.h);

/** Where the handle is. */
export const handlePoint = ({ x, y, w, h }: Area, handle: Handle): Point => ({
  x: handle.includes('w') ? x : handle.includes('e') ? x + w : x + w / 2,
  y: handle.startsWith('n') ? y : handle.startsWith('s') ? y + h : y + h / 2,
});
