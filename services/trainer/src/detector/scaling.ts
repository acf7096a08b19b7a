import { type HeadShape, boxNumbers, parameterSizes } from '../gradient/gradient-graph';
import type { HeadRows } from '../gradient/head-learner';
import { cellChannels } from './cell-backbone';
import type { CellHead } from './cell-head';
import type { CellStore } from './cell-store';

/** Means and deviations of columns: what is learned from has mean 0 and deviation 1. */
interface Columns {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

export interface Scaling {
  readonly features: Columns;
  readonly boxes: Columns;
  /** By class, "nothing here" last. */
  readonly classWeights: Float64Array;
}

const smallestDeviation = 1e-4;

/** From the cells of the training part. Class weights are inverse frequencies, softened by `power`; their mean over cells is 1. */
export function scalingOf(store: CellStore, classes: number, power: number): Scaling {
  const counts = new Float64Array(classes + 1);
  for (const classId of store.classIds) counts[classId] = (counts[classId] ?? 0) + 1;
  const raw = counts.map((count) => (store.count / Math.max(1, count)) ** power);
  const mean = raw.reduce((sum, weight, at) => sum + weight * (counts[at] ?? 0), 0) / store.count;
  return {
    features: columnsOf(store.x, cellChannels, () => true),
    boxes: columnsOf(store.boxes, boxNumbers, (row) => store.classIds[row] !== classes),
    classWeights: raw.map((weight) => weight / mean),
  };
}

function columnsOf(data: Float32Array, columns: number, counts: (row: number) => boolean): Columns {
  const mean = new Float64Array(columns);
  const square = new Float64Array(columns);
  let rows = 0;
  for (let row = 0; row * columns < data.length; row++) {
    if (!counts(row)) continue;
    rows++;
    for (let column = 0; column < columns; column++) {
      const value = data[row * columns + column] ?? 0;
      mean[column] = (mean[column] ?? 0) + value;
      square[column] = (square[column] ?? 0) + value * value;
    }
  }
  const many = Math.max(1, rows);
  const deviation = square.map((sum, at) =>
    Math.sqrt(Math.max(0, sum / many - ((mean[at] ?? 0) / many) ** 2)),
  );
  return {
    mean: mean.map((sum) => sum / many),
    deviation: deviation.map((value) => Math.max(smallestDeviation, value)),
  };
}

/** What the learner takes: scaled features and boxes, weights by class. */
export function scaledRows(store: CellStore, scaling: Scaling): HeadRows {
  const nothing = scaling.classWeights.length - 1;
  return {
    count: store.count,
    x: scaled(store.x, scaling.features),
    truth: Int32Array.from(store.classIds),
    weight: Float32Array.from(store.classIds, (classId) => scaling.classWeights[classId] ?? 0),
    boxes: scaled(store.boxes, scaling.boxes),
    boxWeight: Float32Array.from(store.classIds, (classId) => (classId === nothing ? 0 : 1 / boxNumbers)),
  };
}

function scaled(data: Float32Array, { mean, deviation }: Columns): Float32Array {
  const columns = mean.length;
  return data.map((value, at) => (value - (mean[at % columns] ?? 0)) / (deviation[at % columns] ?? 1));
}

/** The learned parameters as a head that takes and answers unscaled numbers. */
export function foldScaling(
  parameters: Float32Array,
  shape: HeadShape,
  { features, boxes }: Scaling,
): CellHead {
  const [first, bias1, second] = parameterSizes(shape);
  const { inputs, hidden, classes } = shape;
  const outputs = classes + boxNumbers;
  const at = (index: number): number => parameters[index] ?? 0;
  const hiddenWeight = new Float32Array(first).map((_, to) => {
    const input = to % inputs;
    return at(input * hidden + Math.floor(to / inputs)) / (features.deviation[input] ?? 1);
  });
  const hiddenBias = new Float32Array(hidden).map((_, unit) => {
    let bias = at(first + unit);
    for (let input = 0; input < inputs; input++) {
      bias -= (at(input * hidden + unit) * (features.mean[input] ?? 0)) / (features.deviation[input] ?? 1);
    }
    return bias;
  });
  const stretch = (output: number): number =>
    output < classes ? 1 : (boxes.deviation[output - classes] ?? 1);
  const shift = (output: number): number => (output < classes ? 0 : (boxes.mean[output - classes] ?? 0));
  return {
    ...{ hidden, classes: classes - 1, hiddenWeight, hiddenBias },
    outputWeight: new Float32Array(second).map((_, to) => {
      const output = Math.floor(to / hidden);
      return at(first + bias1 + (to % hidden) * outputs + output) * stretch(output);
    }),
    outputBias: new Float32Array(outputs).map(
      (_, output) => at(first + bias1 + second + output) * stretch(output) + shift(output),
    ),
  };
}
