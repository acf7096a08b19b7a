import {
  type ModelProto,
  type NodeProto,
  type TensorProto,
  model,
  node,
  tensor,
  valueInfo,
} from '@tutti/vision';

/** Numbers are single precision; double for whoever compares gradients with finite differences. */
export type Float = 'float32' | 'float64';

/** One hidden layer with ReLU; its outputs are `classes` scores (softmax) and four numbers of a box. */
export interface HeadShape {
  readonly inputs: number;
  readonly hidden: number;
  readonly classes: number;
}

export const boxNumbers = 4;

/** Rows of each weight matrix are inputs, columns outputs: [inputs, hidden], hidden, [hidden, outputs], outputs. */
export function parameterSizes({
  inputs,
  hidden,
  classes,
}: HeadShape): readonly [number, number, number, number] {
  const outputs = classes + boxNumbers;
  return [inputs * hidden, hidden, hidden * outputs, outputs];
}

// Kingma and Ba, Adam (2015), with the values that they recommend.
export const momentumDecay = 0.9;
export const squareDecay = 0.999;
const adamFloor = 1e-8;
/** From here on (in standard deviations) an error of a box counts linearly: Huber's loss. */
const huberEdge = 1;

/**
 * One step of learning as an inference graph: forward, backward, Adam. All parameters are one flat vector, as are their
 * first and second moments. Of the data (`x` [N,inputs], `truth` [N], `weight` [N], `boxes` [N,4], `box_weight` [N]) the
 * rows of the batch are picked inside; `scale` is one over the batch's size. Answers the new vectors, the loss and,
 * for tests, the gradient.
 */
export function gradientGraph(shape: HeadShape, float: Float = 'float32'): ModelProto {
  const size = parameterSizes(shape).reduce((sum, part) => sum + part, 0);
  const vectors = ['parameters', 'momentum', 'square'];
  const scalar = ['scale', 'rate'];
  return model({
    name: 'gradient',
    nodes: [...batch, ...unpacked, ...forward, ...loss, ...backward, ...packed, ...adam],
    initializers: constants(shape, float),
    inputs: [
      ...vectors.map((name) => valueInfo(name, float, [size])),
      ...scalar.map((name) => valueInfo(name, float, [])),
      valueInfo('rows', 'int32', ['B']),
      valueInfo('x', float, ['N', shape.inputs]),
      valueInfo('truth', 'int32', ['N']),
      valueInfo('weight', float, ['N']),
      valueInfo('boxes', float, ['N', boxNumbers]),
      valueInfo('box_weight', float, ['N']),
    ],
    outputs: [
      ...vectors.map((name) => valueInfo(`new_${name}`, float, [size])),
      valueInfo('loss', float, []),
      valueInfo('gradient', float, [size]),
    ],
  });
}

function constants({ inputs, hidden, classes }: HeadShape, float: Float): readonly TensorProto[] {
  const number = (name: string, values: number | readonly number[], dims: readonly number[] = []) => {
    const list = [values].flat();
    return tensor(name, float === 'float32' ? Float32Array.from(list) : Float64Array.from(list), dims);
  };
  const integers = (name: string, ...values: readonly number[]): TensorProto =>
    tensor(name, BigInt64Array.from(values, BigInt), [values.length]);
  const outputs = classes + boxNumbers;
  const ones = Array.from({ length: classes ** 2 }, (_, at) => (at % (classes + 1) === 0 ? 1 : 0));
  return [
    number('identity', ones, [classes, classes]),
    integers('parts', inputs * hidden, hidden, hidden * outputs, outputs),
    integers('heads', classes, boxNumbers),
    integers('w1_shape', inputs, hidden),
    integers('w2_shape', hidden, outputs),
    integers('flat', -1),
    integers('one_axis', 1),
    integers('first_axis', 0),
    number('zero', 0),
    number('half', 0.5),
    number('edge', huberEdge),
    number('minus_edge', -huberEdge),
    number('b1', momentumDecay),
    number('one_minus_b1', 1 - momentumDecay),
    number('b2', squareDecay),
    number('one_minus_b2', 1 - squareDecay),
    number('adam_floor', adamFloor),
  ];
}

/** Rows of the data that this step looks at; weights as columns, already divided by their number. */
const batch: readonly NodeProto[] = [
  node('Gather', ['x', 'rows'], ['xb']),
  node('Gather', ['truth', 'rows'], ['truth_b']),
  node('Gather', ['identity', 'truth_b'], ['wanted']),
  node('Gather', ['boxes', 'rows'], ['boxes_b']),
  ...['weight', 'box_weight'].flatMap((name) => [
    node('Gather', [name, 'rows'], [`${name}_b`]),
    node('Unsqueeze', [`${name}_b`, 'one_axis'], [`${name}_column`]),
    node('Mul', [`${name}_column`, 'scale'], [`${name}_share`]),
  ]),
];

const unpacked: readonly NodeProto[] = [
  node('Split', ['parameters', 'parts'], ['w1_flat', 'bias1', 'w2_flat', 'bias2'], { axis: 0n }),
  node('Reshape', ['w1_flat', 'w1_shape'], ['w1']),
  node('Reshape', ['w2_flat', 'w2_shape'], ['w2']),
];

const forward: readonly NodeProto[] = [
  node('Gemm', ['xb', 'w1', 'bias1'], ['linear']),
  node('Relu', ['linear'], ['hidden']),
  node('Gemm', ['hidden', 'w2', 'bias2'], ['outputs']),
  node('Split', ['outputs', 'heads'], ['scores', 'found'], { axis: 1n }),
  node('LogSoftmax', ['scores'], ['logs'], { axis: 1n }),
  node('Sub', ['found', 'boxes_b'], ['error']),
];

/** Cross-entropy, and Huber's loss of the boxes: c (|e| - c/2) with c = min(|e|, edge). */
const loss: readonly NodeProto[] = [
  node('Mul', ['wanted', 'logs'], ['hits']),
  node('Mul', ['hits', 'weight_share'], ['weighted_hits']),
  node('ReduceSum', ['weighted_hits'], ['likelihood'], { keepdims: 0n }),
  node('Abs', ['error'], ['size']),
  node('Clip', ['size', 'zero', 'edge'], ['cut']),
  node('Mul', ['cut', 'half'], ['half_cut']),
  node('Sub', ['size', 'half_cut'], ['lever']),
  node('Mul', ['cut', 'lever'], ['huber']),
  node('Mul', ['huber', 'box_weight_share'], ['weighted_huber']),
  node('ReduceSum', ['weighted_huber'], ['box_loss'], { keepdims: 0n }),
  node('Sub', ['box_loss', 'likelihood'], ['loss']),
];

const backward: readonly NodeProto[] = [
  node('Softmax', ['scores'], ['probabilities'], { axis: 1n }),
  node('Sub', ['probabilities', 'wanted'], ['surprise']),
  node('Mul', ['surprise', 'weight_share'], ['d_scores']),
  node('Clip', ['error', 'minus_edge', 'edge'], ['slope']),
  node('Mul', ['slope', 'box_weight_share'], ['d_found']),
  node('Concat', ['d_scores', 'd_found'], ['d_outputs'], { axis: 1n }),
  node('Gemm', ['hidden', 'd_outputs'], ['d_w2'], { transA: 1n }),
  node('ReduceSum', ['d_outputs', 'first_axis'], ['d_bias2'], { keepdims: 0n }),
  node('Gemm', ['d_outputs', 'w2'], ['d_hidden'], { transB: 1n }),
  node('Sign', ['hidden'], ['alive']),
  node('Mul', ['d_hidden', 'alive'], ['d_linear']),
  node('Gemm', ['xb', 'd_linear'], ['d_w1'], { transA: 1n }),
  node('ReduceSum', ['d_linear', 'first_axis'], ['d_bias1'], { keepdims: 0n }),
];

const packed: readonly NodeProto[] = [
  node('Reshape', ['d_w1', 'flat'], ['d_w1_flat']),
  node('Reshape', ['d_w2', 'flat'], ['d_w2_flat']),
  node('Concat', ['d_w1_flat', 'd_bias1', 'd_w2_flat', 'd_bias2'], ['gradient'], { axis: 0n }),
];

/** `rate` is the learning rate with both corrections of the bias in it. */
const adam: readonly NodeProto[] = [
  node('Mul', ['momentum', 'b1'], ['old_momentum']),
  node('Mul', ['gradient', 'one_minus_b1'], ['fresh_momentum']),
  node('Add', ['old_momentum', 'fresh_momentum'], ['new_momentum']),
  node('Mul', ['gradient', 'gradient'], ['gradient_square']),
  node('Mul', ['square', 'b2'], ['old_square']),
  node('Mul', ['gradient_square', 'one_minus_b2'], ['fresh_square']),
  node('Add', ['old_square', 'fresh_square'], ['new_square']),
  node('Sqrt', ['new_square'], ['root']),
  node('Add', ['root', 'adam_floor'], ['divisor']),
  node('Div', ['new_momentum', 'divisor'], ['direction']),
  node('Mul', ['direction', 'rate'], ['change']),
  node('Sub', ['parameters', 'change'], ['new_parameters']),
];
