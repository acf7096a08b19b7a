/** Sizes of a drawn matrix, in pixels. */
export interface Shape {
  readonly size: number;
  /** Of a cell. */
  readonly side: number;
  /** Room for labels of rows and columns. */
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
  readonly labelled: boolean;
  readonly numbered: boolean;
}

/** Narrower cells cannot be hit; wider ones waste room. */
const [leastSide, mostSide] = [7, 44];
/** A letter of the labels, on average. */
const letter = 6.6;
const leastForLabels = 13;
const leastForNumbers = 24;
/** Room that labels may take, of the width. */
const labelShare = 0.3;

/** How a matrix of so many classes is drawn in so many pixels. */
export const shapeOf = (names: readonly string[], available: number): Shape => {
  const size = Math.max(names.length, 1);
  const longest = Math.max(...names.map((name) => name.length), 1);
  const wanted = Math.min(longest * letter + 10, Math.max(available * labelShare, 48), 140);
  const roomy = Math.floor((available - wanted) / size);
  const labelled = roomy >= leastForLabels;
  const margin = labelled ? wanted : 4;
  const side = Math.min(Math.max(Math.floor((available - margin - 2) / size), leastSide), mostSide);
  const extent = margin + side * size + 2;
  return {
    size,
    side,
    left: margin,
    top: margin,
    width: extent,
    height: extent,
    labelled,
    numbered: side >= leastForNumbers,
  };
};

/** A name that fits. */
export const fitting = (name: string, room: number): string => {
  const most = Math.max(Math.floor((room - 8) / letter), 2);
  return name.length <= most ? name : `${name.slice(0, most - 1)}…`;
};
