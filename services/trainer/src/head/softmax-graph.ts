import { encodeModel, model, node, tensor, valueInfo } from '@tutti/vision';
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { Matrix } from './matrix';

/** Rows as the graph is fed with them. */
export interface Rows {
  readonly features: Tensor;
  /** What each row counts, for its class, else 0: [rows, classes]. */
  readonly targets: Tensor;
  /** What each row counts: [rows, 1]. */
  readonly weights: Tensor;
}

export interface Pass {
  /** Log probabilities: [rows, classes], row by row. */
  readonly logProbabilities: Float32Array;
  /** Of the weighted cross entropy by the parameters: for each class its weights, then all biases. */
  readonly gradient: Float64Array;
}

/**
 * A linear softmax layer forwards and backwards as an ordinary ONNX graph: ten times as fast as loops in JavaScript.
 * The gradient of the cross entropy by the scores is p - y, each row as often as it counts; that of the weights is its
 * product with the features.
 */
const graph = model({
  name: 'softmax-layer',
  nodes: [
    node('Gemm', ['features', 'weight', 'bias'], ['scores'], { transB: 1n }),
    node('LogSoftmax', ['scores'], ['log_probabilities'], { axis: 1n }),
    node('Exp', ['log_probabilities'], ['probabilities']),
    node('Mul', ['probabilities', 'weights'], ['weighted']),
    node('Sub', ['weighted', 'targets'], ['error']),
    node('Gemm', ['error', 'features'], ['weight_gradient'], { transA: 1n }),
    node('ReduceSum', ['error', 'rows'], ['bias_gradient'], { keepdims: 0n }),
  ],
  initializers: [tensor('rows', BigInt64Array.of(0n), [1])],
  inputs: [
    valueInfo('features', 'float32', ['N', 'D']),
    valueInfo('targets', 'float32', ['N', 'K']),
    valueInfo('weights', 'float32', ['N', 1]),
    valueInfo('weight', 'float32', ['K', 'D']),
    valueInfo('bias', 'float32', ['K']),
  ],
  outputs: [
    valueInfo('log_probabilities', 'float32', ['N', 'K']),
    valueInfo('weight_gradient', 'float32', ['K', 'D']),
    valueInfo('bias_gradient', 'float32', ['K']),
  ],
});

export class SoftmaxGraph {
  private constructor(private readonly session: InferenceSession) {}

  static async open(threads?: number): Promise<SoftmaxGraph> {
    const options = {
      ...(threads === undefined ? {} : { intraOpNumThreads: threads }),
      extra: { session: { intra_op: { allow_spinning: '0' } } },
    };
    return new SoftmaxGraph(await InferenceSession.create(encodeModel(graph), options));
  }

  async run(rows: Rows, parameters: Float64Array): Promise<Pass> {
    const [, columns = 0] = rows.features.dims;
    const [, classes = 0] = rows.targets.dims;
    const values = Float32Array.from(parameters);
    const { log_probabilities, weight_gradient, bias_gradient } = await this.session.run({
      ...rows,
      weight: new Tensor('float32', values.subarray(0, classes * columns), [classes, columns]),
      bias: new Tensor('float32', values.subarray(classes * columns), [classes]),
    });
    const gradient = new Float64Array(parameters.length);
    gradient.set(floats(weight_gradient));
    gradient.set(floats(bias_gradient), classes * columns);
    return { logProbabilities: floats(log_probabilities), gradient };
  }

  release(): Promise<void> {
    return this.session.release();
  }
}

const floats = (tensor: Tensor | undefined): Float32Array => tensor?.data as Float32Array;

/** `rowWeights` holds what each row counts. */
export function rowsOf(
  { rows, columns, data }: Matrix,
  classes: Uint16Array,
  { rowWeights, classCount }: { readonly rowWeights: Float32Array; readonly classCount: number },
): Rows {
  const targets = new Float32Array(rows * classCount);
  for (let row = 0; row < rows; row++) targets[row * classCount + (classes[row] ?? 0)] = rowWeights[row] ?? 0;
  return {
    features: new Tensor('float32', data, [rows, columns]),
    targets: new Tensor('float32', targets, [rows, classCount]),
    weights: new Tensor('float32', rowWeights, [rows, 1]),
  };
}
