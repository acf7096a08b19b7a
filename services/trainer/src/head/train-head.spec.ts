import { describe, expect, it } from 'vitest';
import { evaluate } from '../training/evaluation';
import { seededRandom } from '../training/random';
import { foldHead, headProbabilities } from './linear-head';
import { matrix } from './matrix';
import { parameterCount } from './softmax-loss';
import { fitStandardiser, standardise } from './standardiser';
import { trainHead } from './train-head';

/** Clouds around the corners of a triangle, on scales that differ a thousandfold, and one column that never varies. */
function clouds(sizes: readonly number[], seed: number) {
  const random = seededRandom(seed);
  const classes = Uint16Array.from(sizes.flatMap((size, name) => new Array<number>(size).fill(name)));
  const corners = [
    [0, 0],
    [4, 0],
    [0, 4],
  ] as const;
  const rows = [...classes].flatMap((name) => {
    const [x, y] = corners[name] ?? [0, 0];
    return [(x + random() * 2) * 1000, y + random() * 2, 5];
  });
  return { features: matrix(classes.length, 3, Float32Array.from(rows)), classes };
}

describe('training the head', () => {
  const accuracyOf = (training: ReturnType<typeof clouds>, test: ReturnType<typeof clouds>, seed = 1) => {
    const { head } = trainHead({ ...training, classCount: 3, seed });
    return evaluate(headProbabilities(head, test.features), test.classes, 3).accuracy;
  };

  it('separates what can be separated', () => {
    expect(accuracyOf(clouds([40, 40, 40], 1), clouds([50, 50, 50], 2))).toBe(1);
  });

  it('does not forget a rare class', () => {
    expect(accuracyOf(clouds([200, 200, 6], 1), clouds([10, 10, 50], 2))).toBeGreaterThan(0.95);
  });

  it('gives the same head for the same seed, and no worse one where labels are noise', () => {
    const training = clouds([30, 30, 30], 3);
    const train = () => trainHead({ ...training, classCount: 3, seed: 5 });
    expect(train()).toEqual(train());
    const noise = { ...training, classes: training.classes.map((_, row) => row % 3) };
    expect(trainHead({ ...noise, classCount: 3, seed: 5 }).validationLoss).toBeLessThan(Math.log(3) * 1.15);
  });
});

describe('the standardiser', () => {
  it('centres, scales, and leaves a constant column at 0', () => {
    const features = matrix(2, 2, Float32Array.of(1, 7, 3, 7));
    const standardiser = fitStandardiser(features);
    expect(standardiser).toEqual({ mean: Float64Array.of(2, 7), deviation: Float64Array.of(1, 1) });
    expect([...standardise(standardiser, features).data]).toEqual([-1, 0, 1, 0]);
  });

  it('can be folded into the head without changing what it says', () => {
    const { features } = clouds([5, 5, 5], 4);
    const random = seededRandom(9);
    const parameters = Float64Array.from({ length: parameterCount(3, 3) }, () => random() * 2 - 1);
    const standardiser = fitStandardiser(features);
    const neutral = { mean: new Float64Array(3), deviation: new Float64Array(3).fill(1) };
    const apart = headProbabilities(foldHead(parameters, neutral, 3), standardise(standardiser, features));
    const folded = headProbabilities(foldHead(parameters, standardiser, 3), features);
    for (const [row, values] of apart.entries()) {
      for (const [at, value] of values.entries()) expect(folded[row]?.[at]).toBeCloseTo(value, 5);
    }
  });
});
