import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seededRandom } from '../training/random';
import { classWeights } from './class-weights';
import { matrix } from './matrix';
import { type Examples, parameterCount, softmaxLoss } from './softmax-loss';

const classCount = 3;

/** Rows of random features; class 0 is twice as frequent as the others. Odd widths reach the end of the unrolled loop. */
function randomExamples(rows: number, columns: number, seed: number): Examples {
  const random = seededRandom(seed);
  const features = matrix(
    rows,
    columns,
    Float32Array.from({ length: rows * columns }, () => random() * 4 - 2),
  );
  const classes = Uint16Array.from({ length: rows }, (_, row) => [0, 0, 1, 2][row % 4] ?? 0);
  return { features, classes, classWeights: classWeights(classes, classCount) };
}

describe('the loss of the head', () => {
  it('has the gradient that finite differences find', () => {
    const size = fc.record({
      columns: fc.integer({ min: 1, max: 9 }),
      seed: fc.nat(),
      l2: fc.constantFrom(0, 0.01, 1),
    });
    fc.assert(
      fc.property(size, ({ columns, seed, l2 }) => {
        const objective = softmaxLoss(randomExamples(12, columns, seed), l2);
        const random = seededRandom(seed + 1);
        const point = Float64Array.from(
          { length: parameterCount(columns, classCount) },
          () => random() * 2 - 1,
        );
        const gradient = new Float64Array(point.length).fill(123);
        objective(point, gradient);
        const step = 1e-5;
        for (const at of point.keys()) {
          const moved = (by: number) =>
            objective(point.with(at, (point[at] ?? 0) + by), new Float64Array(point.length));
          const slope = (moved(step) - moved(-step)) / (2 * step);
          expect(Math.abs(slope - (gradient[at] ?? NaN))).toBeLessThan(1e-7);
        }
      }),
      { numRuns: 40 },
    );
  });

  it('is log K where nothing is known', () => {
    const zeros = new Float64Array(parameterCount(5, classCount));
    expect(softmaxLoss(randomExamples(8, 5, 1), 1)(zeros, zeros.slice())).toBeCloseTo(
      Math.log(classCount),
      12,
    );
  });

  it('charges for weights, not for biases, and survives huge scores', () => {
    const objective = softmaxLoss(randomExamples(8, 1, 1), 2);
    const point = new Float64Array(parameterCount(1, classCount));
    const gradient = point.slice();
    const nothing = objective(point, gradient);
    expect(objective(Float64Array.of(0, 0, 0, 5, 5, 5), gradient)).toBeCloseTo(nothing, 10);
    expect(objective(Float64Array.of(1e4, -1e4, 0, 0, 0, 0), gradient)).toBeGreaterThan(2e8);
    expect(gradient.every(Number.isFinite)).toBe(true);
  });
});

it('class weights soften what is rare', () => {
  expect([...classWeights(Uint16Array.of(0, 0, 0, 0, 1), 3)]).toEqual([
    expect.closeTo(Math.sqrt(5 / 12)),
    expect.closeTo(Math.sqrt(5 / 3)),
    0,
  ]);
});
