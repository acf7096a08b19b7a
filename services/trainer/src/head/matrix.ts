/** Rows of equal length, one after the other. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly data: Float32Array;
}

export function matrix(rows: number, columns: number, data = new Float32Array(rows * columns)): Matrix {
  if (data.length !== rows * columns)
    throw new RangeError(`${data.length} values are not ${rows}x${columns}.`);
  return { rows, columns, data };
}

/** A copy of the chosen rows, in the order of the choice. */
export function pickRows(from: Matrix, rows: readonly number[]): Matrix {
  const picked = matrix(rows.length, from.columns);
  for (const [to, row] of rows.entries()) {
    picked.data.set(from.data.subarray(row * from.columns, (row + 1) * from.columns), to * from.columns);
  }
  return picked;
}
