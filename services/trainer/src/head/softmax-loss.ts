import type { Matrix } from './matrix';

/** Rows with their classes (0..classCount-1) and what one row of each class counts. */
export interface Examples {
  readonly features: Matrix;
  readonly classes: Uint16Array;
  readonly classWeights: Float64Array;
}

/** Loss at `parameters`; the gradient is written into `gradient`. */
export type Objective = (parameters: Float64Array, gradient: Float64Array) => number;

/** A linear head: for each class its weights, then all biases. */
export const parameterCount = (columns: number, classCount: number): number => classCount * (columns + 1);

/**
 * Multinomial logistic regression: the weighted mean of the cross entropy plus l2/2 times the squared weights (biases
 * are free).
 */
export function softmaxLoss(examples: Examples, l2: number): Objective {
  const { features, classes, classWeights } = examples;
  const { rows, columns, data } = features;
  const classCount = classWeights.length;
  const total = classes.reduce((sum, name) => sum + (classWeights[name] ?? 0), 0);
  const scores = new Float64Array(classCount);
  return (parameters, gradient) => {
    let loss = penalty(parameters, gradient, l2, columns * classCount);
    for (let row = 0; row < rows; row++) {
      const values = data.subarray(row * columns, (row + 1) * columns);
      const truth = classes[row] ?? 0;
      const weight = (classWeights[truth] ?? 0) / total;
      linearScores(parameters, values, scores);
      loss -= weight * logSoftmax(scores, truth);
      for (let name = 0; name < classCount; name++) {
        const error = weight * ((scores[name] ?? 0) - (name === truth ? 1 : 0));
        if (error !== 0) addScaled(gradient, name * columns, values, error);
        gradient[classCount * columns + name] = (gradient[classCount * columns + name] ?? 0) + error;
      }
    }
    return loss;
  };
}

/** l2/2 |w|^2 and its gradient; resets the gradient of the biases. */
function penalty(parameters: Float64Array, gradient: Float64Array, l2: number, weights: number): number {
  let squares = 0;
  for (let at = 0; at < parameters.length; at++) {
    const value = at < weights ? (parameters[at] ?? 0) : 0;
    squares += value * value;
    gradient[at] = l2 * value;
  }
  return (l2 / 2) * squares;
}

/** scores[k] = w_k . values + b_k */
export function linearScores(parameters: Float64Array, values: Float32Array, scores: Float64Array): void {
  for (let name = 0; name < scores.length; name++) {
    const bias = parameters[scores.length * values.length + name] ?? 0;
    scores[name] = bias + dot(parameters, name * values.length, values);
  }
}

/** Four sums at a time, as one chain of additions waits for itself. */
function dot(weights: Float64Array, from: number, values: Float32Array): number {
  let [a, b, c, d] = [0, 0, 0, 0];
  const even = values.length - (values.length % 4);
  for (let at = 0; at < even; at += 4) {
    a += product(weights, from + at, values, at);
    b += product(weights, from + at + 1, values, at + 1);
    c += product(weights, from + at + 2, values, at + 2);
    d += product(weights, from + at + 3, values, at + 3);
  }
  for (let at = even; at < values.length; at++) a += product(weights, from + at, values, at);
  return a + b + (c + d);
}

const product = (weights: Float64Array, from: number, values: Float32Array, at: number): number =>
  (weights[from] ?? 0) * (values[at] ?? 0);

/** Turns scores into probabilities in place and returns log p(truth). */
function logSoftmax(scores: Float64Array, truth: number): number {
  let max = -Infinity;
  for (let name = 0; name < scores.length; name++) max = Math.max(max, scores[name] ?? 0);
  const shifted = (scores[truth] ?? 0) - max;
  let sum = 0;
  for (let name = 0; name < scores.length; name++) {
    const value = Math.exp((scores[name] ?? 0) - max);
    scores[name] = value;
    sum += value;
  }
  for (let name = 0; name < scores.length; name++) scores[name] = (scores[name] ?? 0) / sum;
  return shifted - Math.log(sum);
}

function addScaled(into: Float64Array, from: number, values: Float32Array, factor: number): void {
  for (let at = 0; at < values.length; at++)
    into[from + at] = (into[from + at] ?? 0) + factor * (values[at] ?? 0);
}
