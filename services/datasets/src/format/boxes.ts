import type { LabelBox } from '@tutti/contracts/datasets';

/** A box as a source says it: from the top left, in pixels or in fractions of the picture. */
export interface SourceBox {
  /** The source's own id of the class. */
  readonly classId: string;
  readonly unit: 'pixel' | 'fraction';
  readonly x: number;
  readonly y: number;
  readonly w: number;
  readonly h: number;
}

export interface PictureSize {
  readonly width: number;
  readonly height: number;
}

export interface PlacedBox extends Omit<LabelBox, 'classKey'> {
  /** More than half a pixel was cut off at the picture's edge; less is how other writers round. */
  readonly clipped: boolean;
}

/**
 * Boxes lie on a grid of thousandths of a pixel: far finer than anybody draws, and coarse enough that the fractions that
 * YOLO writes come back to the very same box. All sums are done in whole thousandths.
 */
const grid = 1000;
const worthTelling = grid / 2;

/** Puts a box on the grid and inside the picture; undefined when nothing of it is inside. */
export function placeBox(box: Omit<SourceBox, 'classId'>, picture: PictureSize): PlacedBox | undefined {
  const [across, down] = box.unit === 'pixel' ? [1, 1] : [picture.width, picture.height];
  const left = Math.round(box.x * across * grid);
  const top = Math.round(box.y * down * grid);
  const right = Math.round((box.x + box.w) * across * grid);
  const bottom = Math.round((box.y + box.h) * down * grid);
  const inside = {
    left: Math.max(left, 0),
    top: Math.max(top, 0),
    right: Math.min(right, picture.width * grid),
    bottom: Math.min(bottom, picture.height * grid),
  };
  // Said so that it also holds for what is no number.
  if (!(inside.right > inside.left && inside.bottom > inside.top)) return undefined;
  const cut = Math.max(inside.left - left, inside.top - top, right - inside.right, bottom - inside.bottom);
  return {
    // Plus 0, because -0 is not 0 to a comparison of objects.
    x: inside.left / grid + 0,
    y: inside.top / grid + 0,
    w: (inside.right - inside.left) / grid,
    h: (inside.bottom - inside.top) / grid,
    clipped: cut > worthTelling,
  };
}

/**
 * A box on the rows as they are stored, told for the upright picture. `stored` is the size before turning. Only
 * orientations 5 to 8 exchange width and height (EXIF 2.32, tag 0x0112), so only those can be told from a size.
 */
export function turnBox(box: SourceBox, stored: PictureSize, orientation: number): SourceBox {
  const { x, y, w, h } = box;
  const fromRight = stored.width - x - w;
  const fromBottom = stored.height - y - h;
  const turned = { ...box, w: h, h: w };
  switch (orientation) {
    case 5:
      return { ...turned, x: y, y: x };
    case 6:
      return { ...turned, x: fromBottom, y: x };
    case 7:
      return { ...turned, x: fromBottom, y: fromRight };
    case 8:
      return { ...turned, x: y, y: fromRight };
    default:
      return box;
  }
}

export const isCanonical = (box: LabelBox, picture: PictureSize): boolean => {
  const placed = placeBox({ ...box, unit: 'pixel' }, picture);
  return (
    placed !== undefined &&
    placed.x === box.x &&
    placed.y === box.y &&
    placed.w === box.w &&
    placed.h === box.h
  );
};

/** By class, then from the top left: the same boxes make the same file whatever order they were drawn in. */
export const inOrder = (
  boxes: readonly LabelBox[],
  idOf: (classKey: string) => number,
): readonly LabelBox[] =>
  boxes.toSorted(
    (a, b) => idOf(a.classKey) - idOf(b.classKey) || a.y - b.y || a.x - b.x || a.h - b.h || a.w - b.w,
  );

/** Centre and size as fractions of the picture with 12 decimals: enough for the grid of a picture of 50 million pixels' width. */
export function fractions(box: LabelBox, picture: PictureSize): readonly string[] {
  const [left, top] = [Math.round(box.x * grid), Math.round(box.y * grid)];
  const [width, height] = [Math.round(box.w * grid), Math.round(box.h * grid)];
  const [across, down] = [picture.width * grid, picture.height * grid];
  return [
    (2 * left + width) / (2 * across),
    (2 * top + height) / (2 * down),
    width / across,
    height / down,
  ].map((value) => value.toFixed(12).replace(/\.?0+$/, ''));
}

/** Square pixels, exact to a millionth. */
export const areaOf = (box: LabelBox): number =>
  (Math.round(box.w * grid) * Math.round(box.h * grid)) / (grid * grid);
