import {
  type ModelProto,
  type NodeProto,
  type TensorProto,
  decodeModel,
  encodeModel,
  model,
  node,
  tensor,
  valueInfo,
} from '@tutti/vision';
import { boxNumbers } from '../gradient/gradient-graph';
import { cellChannels } from './cell-backbone';

/** What looks at a cell: 192 numbers, a hidden layer with ReLU, scores of the classes and of "nothing here", a box. */
export interface CellHead {
  readonly hidden: number;
  /** Without "nothing here", which comes last among the scores. */
  readonly classes: number;
  /** [hidden, 192] */
  readonly hiddenWeight: Float32Array;
  readonly hiddenBias: Float32Array;
  /** [classes + 1 + 4, hidden] */
  readonly outputWeight: Float32Array;
  readonly outputBias: Float32Array;
}

/** Nothing is larger than this many pictures; keeps the exponential from running away. */
const largestSide = 2;

/** From `cells` [N,192,grid,grid] to what devices read: `boxes` [N,grid²,4] (corners in 0..1), `scores` [N,grid²,K]. */
const headNodes: readonly NodeProto[] = [
  node('Conv', ['cells', 'head.hidden.weight', 'head.hidden.bias'], ['head.linear']),
  node('Relu', ['head.linear'], ['head.hidden']),
  node('Conv', ['head.hidden', 'head.output.weight', 'head.output.bias'], ['head.planes']),
  node('Reshape', ['head.planes', 'head.flat'], ['head.rows']),
  node('Transpose', ['head.rows'], ['head.outputs'], { perm: [0n, 2n, 1n] }),
  node('Split', ['head.outputs', 'head.parts'], ['head.logits', 'head.shift', 'head.size'], { axis: 2n }),
  node('Softmax', ['head.logits'], ['head.probabilities'], { axis: 2n }),
  node('Slice', ['head.probabilities', 'head.first', 'head.last', 'head.axis'], ['scores']),
  node('Add', ['head.shift', 'head.centres'], ['head.centre_cells']),
  node('Mul', ['head.centre_cells', 'head.cell'], ['head.centre']),
  node('Clip', ['head.size', '', 'head.largest'], ['head.log_cells']),
  node('Exp', ['head.log_cells'], ['head.cells']),
  node('Mul', ['head.cells', 'head.half_cell'], ['head.half']),
  node('Sub', ['head.centre', 'head.half'], ['head.corner1']),
  node('Add', ['head.centre', 'head.half'], ['head.corner2']),
  node('Concat', ['head.corner1', 'head.corner2'], ['boxes'], { axis: 2n }),
];

function headConstants(head: CellHead, grid: number): readonly TensorProto[] {
  const integers = (name: string, ...values: readonly number[]): TensorProto =>
    tensor(name, BigInt64Array.from(values, BigInt), [values.length]);
  const number = (name: string, value: number): TensorProto => tensor(name, Float32Array.of(value), []);
  const outputs = head.classes + 1 + boxNumbers;
  const centres = Float32Array.from(
    { length: grid * grid * 2 },
    (_, at) => 0.5 + (at % 2 === 0 ? (at >> 1) % grid : Math.floor((at >> 1) / grid)),
  );
  return [
    tensor('head.hidden.weight', head.hiddenWeight, [head.hidden, cellChannels, 1, 1]),
    tensor('head.hidden.bias', head.hiddenBias, [head.hidden]),
    tensor('head.output.weight', head.outputWeight, [outputs, head.hidden, 1, 1]),
    tensor('head.output.bias', head.outputBias, [outputs]),
    tensor('head.centres', centres, [1, grid * grid, 2]),
    integers('head.flat', 0, outputs, grid * grid),
    integers('head.parts', head.classes + 1, 2, 2),
    integers('head.first', 0),
    integers('head.last', head.classes),
    integers('head.axis', 2),
    number('head.cell', 1 / grid),
    number('head.half_cell', 0.5 / grid),
    number('head.largest', Math.log(largestSide * grid)),
  ];
}

const headOutputs = (head: CellHead, grid: number) => [
  valueInfo('boxes', 'float32', ['N', grid * grid, boxNumbers]),
  valueInfo('scores', 'float32', ['N', grid * grid, head.classes]),
];

/** The head alone, for cells that are known already. */
export function headModel(head: CellHead, grid: number): ModelProto {
  return model({
    name: 'cell-head',
    nodes: headNodes,
    initializers: headConstants(head, grid),
    inputs: [valueInfo('cells', 'float32', ['N', cellChannels, grid, grid])],
    outputs: headOutputs(head, grid),
  });
}

/** The whole detector: `image` [N,side,side,3] in, `boxes` and `scores` out. */
export function mergeDetector(
  backbone: ModelProto,
  head: CellHead,
  metadata: Readonly<Record<string, string>>,
): ModelProto {
  const merged = decodeModel(encodeModel(backbone));
  const grid = gridOf(backbone);
  if (merged.graph === undefined) throw new Error('The backbone holds no graph.');
  merged.graph.name = 'cell-detector';
  merged.graph.initializer.push(...headConstants(head, grid));
  merged.graph.node.push(...headNodes);
  merged.graph.output.splice(0, Infinity, ...headOutputs(head, grid));
  for (const [key, value] of Object.entries(metadata)) {
    merged.metadataProps.push({ $typeName: 'onnx.StringStringEntryProto', key, value });
  }
  return merged;
}

/** Cells along each side, as the backbone's output says. */
function gridOf(backbone: ModelProto): number {
  const type = backbone.graph?.output[0]?.type?.value;
  const size = type?.case === 'tensorType' ? type.value.shape?.dim[3]?.value : undefined;
  if (size?.case === 'dimValue') return Number(size.value);
  throw new Error('The backbone does not say how many cells it answers.');
}
