import { cellChannels } from './cell-backbone';
import type { TrainedHead } from './head-training';

/**
 * The scores of every cell by the definition of what was learned, before anything was folded or merged: what an
 * exported file is held against. `planes` is [192, cells]; answers [cells, classes].
 */
export function referenceScores(
  { parameters, shape, scaling }: TrainedHead,
  planes: Float32Array,
): Float32Array {
  const cells = planes.length / cellChannels;
  const known = shape.classes - 1;
  const scores = new Float32Array(cells * known);
  for (let cell = 0; cell < cells; cell++) {
    const x = scaling.features.mean.map(
      (mean, at) => ((planes[at * cells + cell] ?? NaN) - mean) / (scaling.features.deviation[at] ?? NaN),
    );
    scores.set(softmax(logits(parameters, shape, x)).subarray(0, known), cell * known);
  }
  return scores;
}

function logits(
  parameters: Float32Array,
  { hidden, classes }: TrainedHead['shape'],
  x: Float64Array,
): Float64Array {
  const outputs = classes + 4;
  const second = x.length * hidden + hidden;
  const sums = new Float64Array(classes).map(
    (_, output) => parameters[second + hidden * outputs + output] ?? NaN,
  );
  for (let unit = 0; unit < hidden; unit++) {
    let sum = parameters[x.length * hidden + unit] ?? NaN;
    for (let input = 0; input < x.length; input++)
      sum += (x[input] ?? NaN) * (parameters[input * hidden + unit] ?? NaN);
    if (sum <= 0) continue;
    for (let output = 0; output < classes; output++) {
      sums[output] = (sums[output] ?? NaN) + sum * (parameters[second + unit * outputs + output] ?? NaN);
    }
  }
  return sums;
}

function softmax(values: Float64Array): Float64Array {
  const largest = Math.max(...values);
  const powers = values.map((value) => Math.exp(value - largest));
  const sum = powers.reduce((all, power) => all + power, 0);
  return powers.map((power) => power / sum);
}
