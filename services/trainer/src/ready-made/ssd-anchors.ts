/** A box that the network's answers are relative to: centre and size in 0..1 of the picture. */
export interface Anchor {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

// As the network was trained: TensorFlow's multiple_grid_anchor_generator, "ssd_mobilenet" defaults.
const smallest = 0.2;
const largest = 0.95;
const aspectRatios = [1, 2, 1 / 2, 3, 1 / 3];

/** The anchors of all grids, cell by cell from the top left. `sides` are the cells along each side of each grid. */
export function ssdAnchors(sides: readonly number[]): readonly Anchor[] {
  const scale = (grid: number): number => smallest + ((largest - smallest) * grid) / (sides.length - 1);
  return sides.flatMap((side, grid) => {
    const next = grid === sides.length - 1 ? 1 : scale(grid + 1);
    const shapes = grid === 0 ? firstShapes : shapesOf(scale(grid), next);
    return Array.from({ length: side * side }, (_, cell) => ({
      x: ((cell % side) + 0.5) / side,
      y: (Math.floor(cell / side) + 0.5) / side,
    })).flatMap((centre) => shapes.map((shape) => ({ ...centre, ...shape })));
  });
}

const shaped = (scale: number, ratio: number) => ({
  width: scale * Math.sqrt(ratio),
  height: scale / Math.sqrt(ratio),
});

/** The finest grid has three shapes only. */
const firstShapes = [shaped(0.1, 1), shaped(smallest, 2), shaped(smallest, 1 / 2)];

/** All ratios, and a square between this grid's size and the next one's. */
const shapesOf = (scale: number, next: number) => [
  ...aspectRatios.map((ratio) => shaped(scale, ratio)),
  shaped(Math.sqrt(scale * next), 1),
];
