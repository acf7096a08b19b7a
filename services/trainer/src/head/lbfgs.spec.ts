import { describe, expect, it } from 'vitest';
import { minimise } from './lbfgs';
import type { Objective } from './softmax-loss';

/** Rosenbrock's valley: its minimum, 0, lies at (1, 1). */
const valley: Objective = (point, gradient) => {
  const [x = 0, y = 0] = point;
  gradient[0] = -2 * (1 - x) - 400 * x * (y - x * x);
  gradient[1] = 200 * (y - x * x);
  return (1 - x) ** 2 + 100 * (y - x * x) ** 2;
};

/** 20 dimensions, each curved differently; the minimum lies at 1, 2, 3... */
const bowl: Objective = (point, gradient) => {
  let sum = 0;
  for (const [at, value] of point.entries()) {
    const curve = 1.2 ** at;
    gradient[at] = 2 * curve * (value - at - 1);
    sum += curve * (value - at - 1) ** 2;
  }
  return sum;
};

describe('L-BFGS', () => {
  it('finds the end of a curved valley', () => {
    const [x, y] = minimise(valley, Float64Array.of(-1.2, 1), { maxIterations: 100 });
    expect([x, y]).toEqual([expect.closeTo(1, 5), expect.closeTo(1, 5)]);
  });

  it('finds the bottom of an uneven bowl', () => {
    const found = minimise(bowl, new Float64Array(20), { maxIterations: 200 });
    for (const [at, value] of found.entries()) expect(value).toBeCloseTo(at + 1, 4);
  });

  it('never goes uphill, stops when told to, and walks the same way twice', () => {
    const losses: number[] = [];
    const walk = () =>
      minimise(valley, Float64Array.of(-1.2, 1), {
        maxIterations: 100,
        stop: (point, iteration) => {
          losses.push(valley(point, new Float64Array(2)));
          return iteration === 10;
        },
      });
    expect(walk()).toEqual(walk());
    expect(losses).toHaveLength(20);
    expect(losses.slice(0, 10)).toEqual(losses.slice(0, 10).toSorted((a, b) => b - a));
  });

  it('stays where the ground is flat', () => {
    expect(minimise(valley, Float64Array.of(1, 1), { maxIterations: 9 })).toEqual(Float64Array.of(1, 1));
  });
});
