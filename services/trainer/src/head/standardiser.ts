import { type Matrix, matrix } from './matrix';

/** Per column: (x - mean) / deviation. */
export interface Standardiser {
  readonly mean: Float64Array;
  readonly deviation: Float64Array;
}

const flat = 1e-6;

/** Mean and standard deviation of each column; a column that does not vary is only centred. */
export function fitStandardiser({ rows, columns, data }: Matrix): Standardiser {
  const mean = new Float64Array(columns);
  const deviation = new Float64Array(columns);
  for (let at = 0; at < data.length; at++) addAt(mean, at % columns, (data[at] ?? 0) / rows);
  for (let at = 0; at < data.length; at++) {
    addAt(deviation, at % columns, ((data[at] ?? 0) - (mean[at % columns] ?? 0)) ** 2 / rows);
  }
  return {
    mean,
    deviation: deviation.map((variance) => (Math.sqrt(variance) < flat ? 1 : Math.sqrt(variance))),
  };
}

export function standardise({ mean, deviation }: Standardiser, { rows, columns, data }: Matrix): Matrix {
  const scaled = data.map(
    (value, at) => (value - (mean[at % columns] ?? 0)) / (deviation[at % columns] ?? 1),
  );
  return matrix(rows, columns, scaled);
}

function addAt(values: Float64Array, at: number, amount: number): void {
  values[at] = (values[at] ?? 0) + amount;
}
