import { describe, expect, it } from 'vitest';
import { seededRandom } from '@tutti/kernel';
import { stratifiedSplit } from '../training/stratified-split';
import { largest } from './largest';
import { foldHead, headProbabilities } from './linear-head';
import { matrix } from './matrix';
import { parameterCount } from './softmax-loss';
import { fitStandardiser, standardise } from './standardiser';
import { type HeadTraining, trainHead } from './train-head';

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

type Clouds = ReturnType<typeof clouds>;

function train(training: Clouds, changes: Partial<HeadTraining> = {}) {
  const { kept, heldOut } = stratifiedSplit(training.classes, 0.2, seededRandom(5));
  return trainHead({
    ...training,
    ...{ classCount: 3, l2: 'auto', maxIterations: 200, patience: 8, weighting: 'softened' },
    ...{ learn: kept, choose: heldOut, all: [...training.classes.keys()] },
    ...changes,
  });
}

describe('training the head', () => {
  const accuracyOf = async (training: Clouds, test: Clouds) => {
    const rows = headProbabilities((await train(training)).head, test.features);
    return rows.filter((row, at) => largest(row) === test.classes[at]).length / rows.length;
  };

  it('separates what can be separated', async () => {
    expect(await accuracyOf(clouds([40, 40, 40], 1), clouds([50, 50, 50], 2))).toBe(1);
  });

  it('does not forget a rare class', async () => {
    expect(await accuracyOf(clouds([200, 200, 6], 1), clouds([10, 10, 50], 2))).toBeGreaterThan(0.95);
  });

  it('gives the same head for the same data, and no worse one where labels are noise', async () => {
    const training = clouds([30, 30, 30], 3);
    expect(await train(training)).toEqual(await train(training));
    const noise = { ...training, classes: training.classes.map((_, row) => row % 3) };
    expect((await train(noise)).validationLoss).toBeLessThan(Math.log(3) * 1.15);
  });

  it('learns with the penalty and within the steps that it is told', async () => {
    const training = clouds([30, 30, 30], 3);
    const { l2, iterations, curve } = await train(training, { l2: 0.5, maxIterations: 3 });
    expect(l2).toBe(0.5);
    expect(iterations).toBeLessThanOrEqual(3);
    expect(curve.map(({ iteration }) => iteration)).toEqual([1, 2, 3]);
    const losses = curve.map(({ loss }) => loss);
    expect(losses).toEqual(losses.toSorted((a, b) => b - a));
  });

  it('says how far it is, and stops where that throws', async () => {
    const shares: number[] = [];
    await train(clouds([30, 30, 30], 3), { onStep: (share) => void shares.push(share) });
    expect(shares).toEqual(shares.toSorted((a, b) => a - b));
    expect(Math.max(...shares)).toBeLessThanOrEqual(1);
    let steps = 0;
    const cancelled = () =>
      train(clouds([30, 30, 30], 3), {
        onStep: () => {
          if (++steps === 4) throw new Error('cancelled');
        },
      });
    await expect(cancelled()).rejects.toThrow('cancelled');
    expect(steps).toBe(4);
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
