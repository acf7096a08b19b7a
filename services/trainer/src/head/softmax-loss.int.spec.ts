import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { seededRandom } from '@tutti/kernel';
import { classWeights } from './class-weights';
import { matrix } from './matrix';
import { SoftmaxGraph } from './softmax-graph';
import {
  type Examples,
  examplesOf,
  parameterCount,
  softmaxLoss,
  validate,
  weightPenalty,
} from './softmax-loss';

const classCount = 3;
let graph: SoftmaxGraph;

beforeAll(async () => {
  graph = await SoftmaxGraph.open();
});
afterAll(() => graph.release());

/** Rows of random features; class 0 is twice as frequent as the others. */
function randomExamples(rows: number, columns: number, seed: number): Examples {
  const random = seededRandom(seed);
  const values = Float32Array.from({ length: rows * columns }, () => random() * 4 - 2);
  const classes = Uint16Array.from({ length: rows }, (_, row) => [0, 0, 1, 2][row % 4] ?? 0);
  return examplesOf(matrix(rows, columns, values), classes, classWeights(classes, classCount, 'softened'));
}

const randomPoint = (columns: number, seed: number) => {
  const random = seededRandom(seed);
  return Float64Array.from({ length: parameterCount(columns, classCount) }, () => random() * 2 - 1);
};

describe('the loss of the head', () => {
  it('has the gradient that finite differences find', async () => {
    const size = fc.record({
      columns: fc.integer({ min: 1, max: 9 }),
      seed: fc.nat(),
      l2: fc.constantFrom(0, 0.01, 1),
    });
    const property = fc.asyncProperty(size, async ({ columns, seed, l2 }) => {
      const objective = softmaxLoss(graph, randomExamples(12, columns, seed), l2);
      const point = randomPoint(columns, seed + 1);
      const { gradient } = await objective(point);
      // Single precision: the step must be large beside its rounding.
      const step = 2 ** -6;
      for (const at of point.keys()) {
        const moved = async (by: number) => (await objective(point.with(at, (point[at] ?? 0) + by))).loss;
        const slope = ((await moved(step)) - (await moved(-step))) / (2 * step);
        expect(Math.abs(slope - (gradient[at] ?? NaN))).toBeLessThan(3e-4);
      }
    });
    await fc.assert(property, { numRuns: 40 });
  });

  it('is log K where nothing is known', async () => {
    const zeros = new Float64Array(parameterCount(5, classCount));
    const { loss } = await softmaxLoss(graph, randomExamples(8, 5, 1), 1)(zeros);
    expect(loss).toBeCloseTo(Math.log(classCount), 6);
  });

  it('charges for weights, not for biases, and survives huge scores', async () => {
    const objective = softmaxLoss(graph, randomExamples(8, 1, 1), 2);
    const nothing = await objective(new Float64Array(parameterCount(1, classCount)));
    expect((await objective(Float64Array.of(0, 0, 0, 5, 5, 5))).loss).toBeCloseTo(nothing.loss, 5);
    const huge = await objective(Float64Array.of(1e4, -1e4, 0, 0, 0, 0));
    expect(huge.loss).toBeGreaterThan(2e8);
    expect(huge.gradient.every(Number.isFinite)).toBe(true);
  });

  it('is the same without its penalty for validation, which also says what share is right', async () => {
    const examples = randomExamples(40, 3, 2);
    const point = randomPoint(3, 3);
    const { loss } = await softmaxLoss(graph, examples, 0.7)(point);
    const validated = await validate(graph, examples, point);
    expect(validated.loss + weightPenalty(point, 0.7, classCount)).toBeCloseTo(loss, 10);
    expect(validated.accuracy * 40).toBeCloseTo(Math.round(validated.accuracy * 40), 10);
  });
});

describe('class weights', () => {
  it.each([
    ['softened', [0, 0, 0, 0, 1], [Math.sqrt(5 / 12), Math.sqrt(5 / 3), 0]],
    ['none', [0, 0, 0, 0, 1], [1, 1, 0]],
    ['balanced', [0, 0, 0, 0, 1], [5 / 12, 5 / 3, 0]],
  ] as const)('%s', (weighting, classes, expected) => {
    const weights = [...classWeights(Uint16Array.from(classes), classCount, weighting)];
    expect(weights).toEqual(expected.map((weight) => expect.closeTo(weight) as number));
  });
});
