import { describe, expect, it } from 'vitest';
import { cellAt, cellsOf, confusedMost, movedBy } from './cells';

const confusion = [
  [8, 2, 0],
  [0, 5, 0],
  [3, 0, 1],
];

describe('cells of a confusion matrix', () => {
  it('given a matrix, then what is empty is left out, and shares are of the row', () => {
    expect(cellsOf(confusion)).toEqual([
      { truth: 0, predicted: 0, count: 8, share: 0.8 },
      { truth: 0, predicted: 1, count: 2, share: 0.2 },
      { truth: 1, predicted: 1, count: 5, share: 1 },
      { truth: 2, predicted: 0, count: 3, share: 0.75 },
      { truth: 2, predicted: 2, count: 1, share: 0.25 },
    ]);
  });

  it('tells what is confused most, and never what is right', () => {
    const most = confusedMost(cellsOf(confusion));
    expect(most.map(({ truth, predicted }) => [truth, predicted])).toEqual([
      [2, 0],
      [0, 1],
    ]);
  });

  it('given an empty cell or an empty row, then there is nothing, and no share of it', () => {
    expect(cellAt(confusion, { truth: 1, predicted: 0 })).toMatchObject({ count: 0, share: 0 });
    expect(cellAt([[0, 0]], { truth: 0, predicted: 1 })).toMatchObject({ count: 0, share: 0 });
    expect(cellsOf([[0, 0]])).toEqual([]);
  });

  it('given arrow keys, then they move within the matrix and never out of it', () => {
    expect(movedBy('ArrowDown', { truth: 0, predicted: 0 }, 3)).toEqual({ truth: 1, predicted: 0 });
    expect(movedBy('ArrowDown', { truth: 2, predicted: 0 }, 3)).toEqual({ truth: 2, predicted: 0 });
    expect(movedBy('ArrowLeft', { truth: 2, predicted: 0 }, 3)).toEqual({ truth: 2, predicted: 0 });
    expect(movedBy('End', { truth: 2, predicted: 0 }, 3)).toEqual({ truth: 2, predicted: 2 });
    expect(movedBy('Home', { truth: 2, predicted: 2 }, 3)).toEqual({ truth: 2, predicted: 0 });
    expect(movedBy('a', { truth: 2, predicted: 2 }, 3)).toBeUndefined();
  });
});
