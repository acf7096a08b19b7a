import { encodeModel } from '@tutti/vision';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { type Random, shuffled } from '@tutti/kernel';
import {
  type HeadShape,
  boxNumbers,
  gradientGraph,
  momentumDecay,
  parameterSizes,
  squareDecay,
} from './gradient-graph';

/** What is learned from: one row per example. */
export interface HeadRows {
  readonly count: number;
  /** [count, inputs] */
  readonly x: Float32Array;
  readonly truth: Int32Array;
  readonly weight: Float32Array;
  /** [count, 4] */
  readonly boxes: Float32Array;
  /** 0 where there is no box. */
  readonly boxWeight: Float32Array;
}

const batchSize = 256;
/** Several batches at a time when nothing is learned. */
const lookSize = 4096;

/** Learns a head step by step. Holds its parameters; the same seed and rows give the same ones. */
export class HeadLearner {
  private steps = 0;

  private constructor(
    private readonly session: InferenceSession,
    private state: readonly [parameters: Tensor, momentum: Tensor, square: Tensor],
  ) {}

  static async open(shape: HeadShape, random: Random): Promise<HeadLearner> {
    // Matrices this small are no faster on two threads, and one thread always adds in the same order.
    const session = await InferenceSession.create(encodeModel(gradientGraph(shape)), {
      intraOpNumThreads: 1,
      interOpNumThreads: 1,
      logSeverityLevel: 4,
    });
    const start = firstParameters(shape, random);
    return new HeadLearner(session, [
      vector(start),
      vector(new Float32Array(start.length)),
      vector(new Float32Array(start.length)),
    ]);
  }

  /** A copy. */
  get parameters(): Float32Array {
    return Float32Array.from(this.state[0].data as Float32Array);
  }

  /** Takes up again from here; Adam's memory is emptied. */
  restart(parameters: Float32Array): void {
    this.steps = 0;
    const empty = (): Tensor => vector(new Float32Array(parameters.length));
    this.state = [vector(parameters.slice()), empty(), empty()];
  }

  /** Every row once, in random order. Answers the mean loss; NaN when it has left the numbers. */
  async epoch(rows: HeadRows, rate: number, random: Random): Promise<number> {
    const order = shuffled([...Array(rows.count).keys()], random);
    const data = tensors(rows);
    let sum = 0;
    for (let start = 0; start < order.length; start += batchSize) {
      const some = Int32Array.from(order.slice(start, start + batchSize));
      this.steps++;
      const corrected = (rate * Math.sqrt(1 - squareDecay ** this.steps)) / (1 - momentumDecay ** this.steps);
      sum += (await this.run(data, some, corrected)) * some.length;
    }
    return sum / Math.max(1, rows.count);
  }

  /** The mean loss; nothing is learned. */
  async loss(rows: HeadRows): Promise<number> {
    const data = tensors(rows);
    const kept = this.state;
    let sum = 0;
    for (let start = 0; start < rows.count; start += lookSize) {
      const some = Int32Array.from({ length: Math.min(lookSize, rows.count - start) }, (_, at) => start + at);
      sum += (await this.run(data, some, 0)) * some.length;
      this.state = kept;
    }
    return sum / Math.max(1, rows.count);
  }

  release(): Promise<void> {
    return this.session.release();
  }

  private async run(data: Record<string, Tensor>, rows: Int32Array, rate: number): Promise<number> {
    const [parameters, momentum, square] = this.state;
    const answer = await this.session.run(
      {
        ...{ parameters, momentum, square, ...data },
        rows: new Tensor('int32', rows, [rows.length]),
        scale: scalar(1 / rows.length),
        rate: scalar(rate),
      },
      ['new_parameters', 'new_momentum', 'new_square', 'loss'],
    );
    const next = [answer['new_parameters'], answer['new_momentum'], answer['new_square']];
    this.state = next as [Tensor, Tensor, Tensor];
    return Number(answer['loss']?.data[0]);
  }
}

const scalar = (value: number): Tensor => new Tensor('float32', Float32Array.of(value), []);
const vector = (values: Float32Array): Tensor => new Tensor('float32', values, [values.length]);

function tensors({ count, x, truth, weight, boxes, boxWeight }: HeadRows): Record<string, Tensor> {
  return {
    x: new Tensor('float32', x, [count, x.length / count]),
    truth: new Tensor('int32', truth, [count]),
    weight: new Tensor('float32', weight, [count]),
    boxes: new Tensor('float32', boxes, [count, boxNumbers]),
    box_weight: new Tensor('float32', boxWeight, [count]),
  };
}

/** He et al. (2015): normal, with variance two over the number of inputs; biases 0. */
export function firstParameters(shape: HeadShape, random: Random): Float32Array {
  const [first, bias1, second, bias2] = parameterSizes(shape);
  const values = new Float32Array(first + bias1 + second + bias2);
  const fill = (start: number, length: number, inputs: number): void => {
    const deviation = Math.sqrt(2 / inputs);
    for (let at = start; at < start + length; at++) values[at] = deviation * normal(random);
  };
  fill(0, first, shape.inputs);
  fill(first + bias1, second, shape.hidden);
  return values;
}

/** Box and Muller (1958). */
const normal = (random: Random): number =>
  Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
