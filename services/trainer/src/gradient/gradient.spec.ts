import { encodeModel } from '@tutti/vision';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Random, seededRandom } from '@tutti/kernel';
import { gradientGraph, parameterSizes } from './gradient-graph';
import { HeadLearner, type HeadRows } from './head-learner';

const shape = { inputs: 5, hidden: 4, classes: 3 };
const size = parameterSizes(shape).reduce((sum, part) => sum + part, 0);
const rows = 7;

const numbers = (length: number, random: Random, scale = 1): Float64Array =>
  Float64Array.from({ length }, () => scale * (random() * 2 - 1));
const double = (values: Float64Array, dims: readonly number[]) => new Tensor('float64', values, dims);

describe('the gradient graph, in double precision', () => {
  let session: InferenceSession;
  beforeAll(async () => {
    session = await InferenceSession.create(encodeModel(gradientGraph(shape, 'float64')));
  });
  afterAll(() => session.release());

  const random = seededRandom(11);
  const data = {
    x: double(numbers(rows * shape.inputs, random), [rows, shape.inputs]),
    truth: new Tensor('int32', Int32Array.of(0, 1, 2, 2, 1, 0, 0), [rows]),
    weight: double(Float64Array.of(1, 2, 0.5, 1, 1, 0.1, 3), [rows]),
    // Errors on both sides of Huber's edge.
    boxes: double(numbers(rows * 4, random, 2), [rows, 4]),
    box_weight: double(Float64Array.of(1, 0, 1, 2, 0, 1, 0), [rows]),
    rows: new Tensor('int32', Int32Array.of(0, 2, 3, 5, 6), [5]),
    scale: double(Float64Array.of(1 / 5), []),
    rate: double(Float64Array.of(0.01), []),
  };
  const parameters = numbers(size, random);
  const run = async (values: Float64Array) => {
    const moments = {
      momentum: numbers(size, seededRandom(1)),
      square: numbers(size, seededRandom(2)).map(Math.abs),
    };
    const answer = await session.run({
      ...data,
      parameters: double(values, [size]),
      momentum: double(moments.momentum, [size]),
      square: double(moments.square, [size]),
    });
    const vector = (name: string) => answer[name]?.data as Float64Array;
    return { loss: Number(vector('loss')[0]), gradient: vector('gradient'), vector, moments };
  };

  it('answers the slope of its own loss, for every parameter', async () => {
    const { gradient } = await run(parameters);
    const step = 1e-6;
    for (let at = 0; at < size; at++) {
      const moved = (by: number) => parameters.map((value, other) => (other === at ? value + by : value));
      const [above, below] = [await run(moved(step)), await run(moved(-step))];
      expect(gradient[at]).toBeCloseTo((above.loss - below.loss) / (2 * step), 7);
    }
    expect(gradient.filter((value) => Math.abs(value) > 1e-3).length).toBeGreaterThan(size / 2);
  });

  it('moves as Adam does', async () => {
    const { gradient, vector, moments } = await run(parameters);
    for (let at = 0; at < size; at++) {
      const slope = gradient[at] ?? NaN;
      const momentum = 0.9 * (moments.momentum[at] ?? NaN) + 0.1 * slope;
      const square = 0.999 * (moments.square[at] ?? NaN) + 0.001 * slope ** 2;
      expect(vector('new_momentum')[at]).toBeCloseTo(momentum, 12);
      expect(vector('new_square')[at]).toBeCloseTo(square, 12);
      const moved = (parameters[at] ?? NaN) - (0.01 * momentum) / (Math.sqrt(square) + 1e-8);
      expect(vector('new_parameters')[at]).toBeCloseTo(moved, 10);
    }
  });
});

describe('a head that learns', () => {
  const count = 300;
  const random = seededRandom(5);
  const x = Float32Array.from(numbers(count * 2, random));
  const inside = (row: number): number => ((x[row * 2] ?? 0) * (x[row * 2 + 1] ?? 0) > 0 ? 1 : 0);
  const learnable: HeadRows = {
    ...{ count, x },
    truth: Int32Array.from({ length: count }, (_, row) => inside(row)),
    weight: new Float32Array(count).fill(1),
    boxes: Float32Array.from({ length: count * 4 }, (_, at) => x[(at >> 2) * 2] ?? 0),
    boxWeight: Float32Array.from({ length: count }, (_, row) => inside(row)),
  };
  const learned = async () => {
    const learner = await HeadLearner.open({ inputs: 2, hidden: 16, classes: 2 }, seededRandom(1));
    const before = await learner.loss(learnable);
    const order = seededRandom(2);
    for (let epoch = 0; epoch < 100; epoch++) await learner.epoch(learnable, 0.02, order);
    const after = await learner.loss(learnable);
    const { parameters } = learner;
    await learner.release();
    return { before, after, parameters };
  };

  it('finds what no straight line tells apart, and the box with it', async () => {
    const { before, after } = await learned();
    expect(before).toBeGreaterThan(0.6);
    expect(after).toBeLessThan(0.15);
  });

  it('comes out the same, byte for byte, from the same seed', async () => {
    const [one, two] = [await learned(), await learned()];
    expect(Buffer.from(one.parameters.buffer).equals(Buffer.from(two.parameters.buffer))).toBe(true);
  });

  it('learns nothing from looking', async () => {
    const learner = await HeadLearner.open({ inputs: 2, hidden: 3, classes: 2 }, seededRandom(1));
    const { parameters } = learner;
    await learner.loss(learnable);
    expect(learner.parameters).toEqual(parameters);
    await learner.release();
  });
});
