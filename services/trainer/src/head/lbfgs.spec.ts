import { describe, expect, it } from 'vitest';
import { minimise } from './lbfgs';
import type { Objective } from './softmax-loss';

/** Rosenbrock's valley: its minimum, 0, lies at (1, 1). */
const valley: Objective = (point) => {
  const [x = 0, y = 0] = point;
  const gradient = Float64Array.of(-2 * (1 - x) - 400 * x * (y - x * x), 200 * (y - x * x));
  return Promise.resolve({ loss: (1 - x) ** 2 + 100 * (y - x * x) ** 2, gradient });
};

/** 20 dimensions, each curved differently; the minimum lies at 1, 2, 3... */
const bowl: Objective = (point) => {
  const gradient = point.map((value, at) => 2 * 1.2 ** at * (value - at - 1));
  const loss = point.reduce((sum, value, at) => sum + 1.2 ** at * (value - at - 1) ** 2, 0);
  return Promise.resolve({ loss, gradient });
};

describe('L-BFGS', () => {
  it('finds the end of a curved valley', async () => {
    const [x, y] = await minimise(valley, Float64Array.of(-1.2, 1), { maxIterations: 100 });
    expect([x, y]).toEqual([expect.closeTo(1, 5), expect.closeTo(1, 5)]);
  });

  it('finds the bottom of an uneven bowl', async () => {
    const found = await minimise(bowl, new Float64Array(20), { maxIterations: 200 });
    for (const [at, value] of found.entries()) expect(value).toBeCloseTo(at + 1, 4);
  });

  it('never goes uphill, stops when told to, and walks the same way twice', async () => {
    const losses: number[] = [];
    const walk = () =>
      minimise(valley, Float64Array.of(-1.2, 1), {
        maxIterations: 100,
        stop: (_, iteration, loss) => {
          losses.push(loss);
          return iteration === 10;
        },
      });
    expect(await walk()).toEqual(await walk());
    expect(losses).toHaveLength(20);
    expect(losses.slice(0, 10)).toEqual(losses.slice(0, 10).toSorted((a, b) => b - a));
  });

  it('stays where the ground is flat', async () => {
    expect(await minimise(valley, Float64Array.of(1, 1), { maxIterations: 9 })).toEqual(
      Float64Array.of(1, 1),
    );
  });
});
