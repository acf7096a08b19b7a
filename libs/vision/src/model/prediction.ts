import type { Task } from './model-info';

/** One detected object; the box is x1, y1, x2, y2 in 0..1 of the picture. */
export interface Box {
  readonly label: string;
  readonly classId: number;
  readonly score: number;
  readonly box: readonly [number, number, number, number];
}

/**
 * What a model says about one picture. Classification: `boxes` is empty. Detection: label and score of the best box
 * ('' and 0 when there is none), `probabilities` is empty. Scores are in 0..1.
 */
export interface Prediction {
  readonly task: Task;
  readonly label: string;
  readonly score: number;
  readonly probabilities: Readonly<Record<string, number>>;
  readonly boxes: readonly Box[];
}
