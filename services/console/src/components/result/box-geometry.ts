export interface Rectangle {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const clamp = (share: number): number => Math.min(Math.max(share, 0), 1);

/** Corners x1, y1, x2, y2 as shares of the picture → a rectangle within it; undefined for what is no box. */
export const rectangleOf = (corners: readonly number[]): Rectangle | undefined => {
  const [x1, y1, x2, y2] = corners.map(clamp);
  if (x1 === undefined || y1 === undefined || x2 === undefined || y2 === undefined) return undefined;
  const width = Math.abs(x2 - x1);
  const height = Math.abs(y2 - y1);
  return width > 0 && height > 0 ? { x: Math.min(x1, x2), y: Math.min(y1, y2), width, height } : undefined;
};

/** Where a box's name stands: above the box where there is room, else inside its upper edge. */
export const tagPlace = ({
  x,
  y,
}: Rectangle): { readonly left: string; readonly top: string; readonly above: boolean } => ({
  left: `${x * 100}%`,
  top: `${y * 100}%`,
  above: y > 0.12,
});
