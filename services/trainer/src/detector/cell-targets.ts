import type { Corners } from '@tutti/vision';

/** A box to be found: corners in 0..1 of the picture, and the number of its class. */
export interface TargetBox {
  readonly corners: Corners;
  readonly classId: number;
}

/** What a cell is to say: the box whose middle it lies in, or one of these. */
export const ignored = -1;
export const background = -2;
/** Within a box, yet far from its middle: it must be told from the middle most of all. */
export const rim = -3;

// Shares of a box's sides, around its centre. That the rim is told as background was measured: without it, boxes of
// the wrong class appear at the edges of objects.
const middleShare = 0.5;
const ignoredShare = 0.7;

/**
 * For each cell of a grid the number of the box that it is to find, or `ignored`, `background`, `rim`. The cell at a
 * box's centre always belongs to it; where middles overlap, a cell belongs to the box whose centre is relatively nearer.
 */
export function assignCells(boxes: readonly TargetBox[], grid: number): Int16Array {
  const cells = new Int16Array(grid * grid).fill(background);
  const nearest = new Float32Array(cells.length).fill(Infinity);
  for (const [number, { corners }] of boxes.entries()) {
    eachCellIn(corners, grid, (cell, distance) => {
      if (distance <= middleShare && distance < (nearest[cell] ?? 0)) {
        cells[cell] = number;
        nearest[cell] = distance;
      } else if ((cells[cell] ?? 0) < ignored) {
        cells[cell] = distance <= ignoredShare ? ignored : rim;
      }
    });
  }
  for (const [number, { corners }] of boxes.entries()) cells[centreCell(corners, grid)] = number;
  return cells;
}

/** `distance` is 0 at the box's centre and 1 at its edge, by the larger of the two directions. */
function eachCellIn(corners: Corners, grid: number, see: (cell: number, distance: number) => void): void {
  const [x1, y1, x2, y2] = corners.map((corner) => corner * grid) as unknown as Corners;
  const within = (value: number): number => Math.min(grid, Math.max(0, value));
  for (let row = Math.floor(within(y1)); row < Math.ceil(within(y2)); row++) {
    for (let column = Math.floor(within(x1)); column < Math.ceil(within(x2)); column++) {
      const across = Math.abs(column + 0.5 - (x1 + x2) / 2) / ((x2 - x1) / 2);
      const down = Math.abs(row + 0.5 - (y1 + y2) / 2) / ((y2 - y1) / 2);
      const distance = Math.max(across, down);
      if (distance <= 1) see(row * grid + column, distance);
    }
  }
}

/** The cell at the centre of a box. */
export function centreCell([x1, y1, x2, y2]: Corners, grid: number): number {
  const at = (value: number): number => Math.min(grid - 1, Math.max(0, Math.floor(value * grid)));
  return at((y1 + y2) / 2) * grid + at((x1 + x2) / 2);
}

/** What the cell is to say of the box: how far its centre is, and the logarithm of its sides, all in cells. */
export function boxNumbersOf([x1, y1, x2, y2]: Corners, cell: number, grid: number): readonly number[] {
  return [
    ((x1 + x2) / 2) * grid - (cell % grid) - 0.5,
    ((y1 + y2) / 2) * grid - Math.floor(cell / grid) - 0.5,
    Math.log((x2 - x1) * grid),
    Math.log((y2 - y1) * grid),
  ];
}
