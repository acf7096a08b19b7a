import type { Point } from '../geometry/area';

/** What a drag on the picture does. Points are pixels of the picture; they may lie outside. */
export interface Gesture {
  readonly move: (to: Point) => void;
  readonly end: (to: Point) => void;
  /** It was a click, or a second finger came. */
  readonly cancel: () => void;
}

/** How somebody reaches for a point. */
export interface Reach {
  /** Pixels of the picture that a hand may miss by. */
  readonly slack: number;
  /** A new box, wherever it begins. */
  readonly anew: boolean;
}

/** What the stage leaves to whoever draws on it. */
export interface Drawing {
  /** Undefined: the picture is moved. */
  readonly begin: (at: Point, reach: Reach) => Gesture | undefined;
  readonly click: (at: Point, reach: Reach) => void;
  /** CSS cursor over a point. */
  readonly cursor: (at: Point, reach: Reach) => string;
}
