import { largest } from './largest';
import type { Matrix } from './matrix';
import { type Rows, type SoftmaxGraph, rowsOf } from './softmax-graph';

/** Rows with their classes (0..classCount-1), and what each row counts: all together 1. */
export interface Examples {
  readonly classes: Uint16Array;
  readonly classCount: number;
  readonly rowWeights: Float32Array;
  readonly rows: Rows;
}

/** Loss and gradient at a point. */
export type Objective = (
  parameters: Float64Array,
) => Promise<{ readonly loss: number; readonly gradient: Float64Array }>;

/** A linear head: for each class its weights, then all biases. */
export const parameterCount = (columns: number, classCount: number): number => classCount * (columns + 1);

/** `classWeights`: what a row of each class counts, before all are scaled to count 1 together. */
export function examplesOf(features: Matrix, classes: Uint16Array, classWeights: Float64Array): Examples {
  const classCount = classWeights.length;
  const total = classes.reduce((sum, name) => sum + (classWeights[name] ?? 0), 0);
  const rowWeights = Float32Array.from(classes, (name) => (classWeights[name] ?? 0) / total);
  return { classes, classCount, rowWeights, rows: rowsOf(features, classes, { rowWeights, classCount }) };
}

/**
 * Multinomial logistic regression: the weighted mean of the cross entropy plus l2/2 times the squared weights (biases
 * are free).
 */
export function softmaxLoss(graph: SoftmaxGraph, examples: Examples, l2: number): Objective {
  return async (parameters) => {
    const { logProbabilities, gradient } = await graph.run(examples.rows, parameters);
    const weights = parameters.length - examples.classCount;
    for (let at = 0; at < weights; at++) gradient[at] = (gradient[at] ?? 0) + l2 * (parameters[at] ?? 0);
    const penalty = weightPenalty(parameters, l2, examples.classCount);
    return { loss: crossEntropy(examples, logProbabilities) + penalty, gradient };
  };
}

/** How well parameters do on rows: the weighted mean of the cross entropy, and the share that they name right. */
export async function validate(
  graph: SoftmaxGraph,
  examples: Examples,
  parameters: Float64Array,
): Promise<{ readonly loss: number; readonly accuracy: number }> {
  const { classes, classCount } = examples;
  const { logProbabilities } = await graph.run(examples.rows, parameters);
  let correct = 0;
  for (const [row, truth] of classes.entries()) {
    if (largest(logProbabilities.subarray(row * classCount, (row + 1) * classCount)) === truth) correct++;
  }
  return { loss: crossEntropy(examples, logProbabilities), accuracy: correct / classes.length };
}

/** Summed in double precision: the search compares losses that differ little. */
function crossEntropy({ classes, classCount, rowWeights }: Examples, logProbabilities: Float32Array): number {
  let loss = 0;
  for (const [row, truth] of classes.entries())
    loss -= (rowWeights[row] ?? 0) * (logProbabilities[row * classCount + truth] ?? NaN);
  return loss;
}

/** What the objective charges for weights. */
export const weightPenalty = (parameters: Float64Array, l2: number, classCount: number): number =>
  parameters.subarray(0, -classCount).reduce((sum, value) => sum + value * value, 0) * (l2 / 2);
