/** Milliseconds to wait after the nth failure in a row, from 1. */
export type Backoff = (failures: number) => number;

/** Doubles from `first` up to `most`, spread over the upper half so that many do not come back at once. */
export const exponentialBackoff =
  (first = 500, most = 30_000): Backoff =>
  (failures) => {
    const full = Math.min(most, first * 2 ** Math.min(failures - 1, 30));
    return full / 2 + Math.random() * (full / 2);
  };
