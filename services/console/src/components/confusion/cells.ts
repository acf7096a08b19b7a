/** Where a prediction stands: rows are the truth. */
export interface Place {
  readonly truth: number;
  readonly predicted: number;
}

export interface Cell extends Place {
  readonly count: number;
  /** Of its row: of all that is truly so. */
  readonly share: number;
}

export const isRight = ({ truth, predicted }: Place): boolean => truth === predicted;

export const isSame = (a: Place | undefined, b: Place): boolean =>
  a?.truth === b.truth && a.predicted === b.predicted;

const sum = (row: readonly number[]): number => row.reduce((all, count) => all + count, 0);

/** One cell of the matrix, empty ones too. */
export const cellAt = (confusion: readonly (readonly number[])[], { truth, predicted }: Place): Cell => {
  const row = confusion[truth] ?? [];
  const count = row[predicted] ?? 0;
  return { truth, predicted, count, share: count === 0 ? 0 : count / sum(row) };
};

/** Cells that hold something, row by row: of a hundred classes they are few. */
export const cellsOf = (confusion: readonly (readonly number[])[]): readonly Cell[] =>
  confusion.flatMap((row, truth) => {
    const all = sum(row);
    return row.flatMap((count, predicted) =>
      count === 0 ? [] : [{ truth, predicted, count, share: count / all }],
    );
  });

/** What was taken for something else, the most frequent first. */
export const confusedMost = (cells: readonly Cell[]): readonly Cell[] =>
  cells.filter((cell) => !isRight(cell)).sort((a, b) => b.count - a.count || b.share - a.share);

const steps: Readonly<Record<string, readonly [number, number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Where a key leads within a matrix of `size` classes; undefined for keys that lead nowhere. */
export const movedBy = (key: string, { truth, predicted }: Place, size: number): Place | undefined => {
  if (key === 'Home') return { truth, predicted: 0 };
  if (key === 'End') return { truth, predicted: size - 1 };
  const step = steps[key];
  if (!step) return undefined;
  const within = (index: number): number => Math.min(Math.max(index, 0), size - 1);
  return { truth: within(truth + step[0]), predicted: within(predicted + step[1]) };
};
