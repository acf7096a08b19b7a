import { softmax } from '@tutti/vision';
import type { Matrix } from './matrix';
import type { Standardiser } from './standardiser';

/** Raw features to class scores: for each class its weights, then all biases. */
export interface LinearHead {
  readonly classCount: number;
  readonly columns: number;
  readonly parameters: Float64Array;
}

/** Folds the standardiser into weights and biases: w.(x-m)/d + b = (w/d).x + (b - w.(m/d)). */
export function foldHead(
  parameters: Float64Array,
  { mean, deviation }: Standardiser,
  classCount: number,
): LinearHead {
  const columns = mean.length;
  const folded = parameters.slice();
  for (let name = 0; name < classCount; name++) {
    let bias = parameters[classCount * columns + name] ?? 0;
    for (let column = 0; column < columns; column++) {
      const weight = (parameters[name * columns + column] ?? 0) / (deviation[column] ?? 1);
      folded[name * columns + column] = weight;
      bias -= weight * (mean[column] ?? 0);
    }
    folded[classCount * columns + name] = bias;
  }
  return { classCount, columns, parameters: folded };
}

/** Class probabilities of every row of raw features. */
export function headProbabilities(head: LinearHead, features: Matrix): readonly Float64Array[] {
  const scores = new Float64Array(head.classCount);
  return Array.from({ length: features.rows }, (_, row) => {
    linearScores(
      head.parameters,
      features.data.subarray(row * head.columns, (row + 1) * head.columns),
      scores,
    );
    return softmax(scores);
  });
}

/** scores[k] = w_k . values + b_k */
function linearScores(parameters: Float64Array, values: Float32Array, scores: Float64Array): void {
  for (let name = 0; name < scores.length; name++) {
    let score = parameters[scores.length * values.length + name] ?? 0;
    const from = name * values.length;
    for (let at = 0; at < values.length; at++) score += (parameters[from + at] ?? 0) * (values[at] ?? 0);
    scores[name] = score;
  }
}
