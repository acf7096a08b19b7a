import {
  type ModelProto,
  type NodeProto,
  type TensorProto,
  model,
  node,
  tensor,
  valueInfo,
} from '@tutti/vision';
import { convertLayers } from '../backbone/backbone-converter';
import { type TfliteGraph, readTflite } from '../backbone/tflite-model';
import { type Anchor, ssdAnchors } from './ssd-anchors';

/** Pixels along each side that the network was trained with. */
export const ssdSide = 300;
const grids = 6;
/** What the network answers is multiplied so: its box coder's scales. */
const centreScale = 1 / 10;
const sizeScale = 1 / 5;

/** What predictor `grid` answers, before it is made flat: [1, side, side, …]. */
export function predictorName({ tensors }: TfliteGraph, grid: number, what: 'BoxEncoding' | 'Class'): string {
  const prefix = `BoxPredictor_${grid}/${what}Predictor/BiasAdd`;
  const found = tensors.find(({ name, shape }) => name.startsWith(prefix) && shape.length === 4);
  if (found === undefined) throw new Error(`The network has no ${prefix}.`);
  return found.name;
}

/**
 * The whole detector with anchors, decoding and preprocessing in the graph: `image` uint8 [N,side,side,3] in, `boxes`
 * [N,M,4] (corners in 0..1) and `scores` [N,M,classes] out. `classes` is without "nothing here", which the network
 * counts first.
 */
export function buildSsd(
  tflite: Uint8Array,
  { classes, side = ssdSide, metadata = {} }: SsdOptions,
): ModelProto {
  const graph = readTflite(tflite);
  const all = Array.from({ length: grids }, (_, grid) => grid);
  const wished = (['BoxEncoding', 'Class'] as const).flatMap((what) =>
    all.map((grid) => predictorName(graph, grid, what)),
  );
  const layers = convertLayers(graph, { name: 'planes', channels: 3, side }, wished);
  const boxes = layers.planes.slice(0, grids);
  const anchors = ssdAnchors(boxes.map((plane) => plane.side));
  const rows = (plane: { readonly name: string }, at: number, width: string): readonly NodeProto[] => [
    node('Transpose', [plane.name], [`${width}.last${at}`], { perm: [0n, 2n, 3n, 1n] }),
    node('Reshape', [`${width}.last${at}`, `${width}.rows`], [`${width}${at}`]),
  ];
  return model({
    name: 'ssd-mobilenetv2-oidv4',
    nodes: [
      node('Cast', ['image'], ['pixels'], { to: 1n }),
      node('Mul', ['pixels', 'pixel_scale'], ['scaled']),
      node('Sub', ['scaled', 'one'], ['centred']),
      node('Transpose', ['centred'], ['planes'], { perm: [0n, 3n, 1n, 2n] }),
      ...layers.nodes,
      ...boxes.flatMap((plane, at) => rows(plane, at, 'box')),
      ...layers.planes.slice(grids).flatMap((plane, at) => rows(plane, at, 'class')),
      node(
        'Concat',
        all.map((at) => `box${at}`),
        ['encodings'],
        { axis: 1n },
      ),
      node(
        'Concat',
        all.map((at) => `class${at}`),
        ['logits'],
        { axis: 1n },
      ),
      ...decoding,
    ],
    initializers: [...constants(classes), ...anchorConstants(anchors), ...layers.initializers],
    inputs: [valueInfo('image', 'uint8', ['N', side, side, 3])],
    outputs: [
      valueInfo('boxes', 'float32', ['N', anchors.length, 4]),
      valueInfo('scores', 'float32', ['N', anchors.length, classes]),
    ],
    metadata,
  });
}

interface SsdOptions {
  readonly classes: number;
  readonly side?: number;
  readonly metadata?: Readonly<Record<string, string>>;
}

/** Encodings are y, x, height, width; devices read x first. */
const decoding: readonly NodeProto[] = [
  node('Gather', ['encodings', 'x_first'], ['encodings_xy'], { axis: 2n }),
  node('Split', ['encodings_xy', 'halves'], ['shift', 'growth'], { axis: 2n }),
  node('Mul', ['shift', 'anchor.shift'], ['shifted']),
  node('Add', ['shifted', 'anchor.centre'], ['centre']),
  node('Mul', ['growth', 'size_scale'], ['log_size']),
  node('Exp', ['log_size'], ['size']),
  node('Mul', ['size', 'anchor.half'], ['half']),
  node('Sub', ['centre', 'half'], ['corner1']),
  node('Add', ['centre', 'half'], ['corner2']),
  node('Concat', ['corner1', 'corner2'], ['boxes'], { axis: 2n }),
  node('Sigmoid', ['logits'], ['all_scores']),
  node('Slice', ['all_scores', 'first_class', 'past_classes', 'class_axis'], ['scores']),
];

function constants(classes: number): readonly TensorProto[] {
  const integers = (name: string, ...values: readonly number[]): TensorProto =>
    tensor(name, BigInt64Array.from(values, BigInt), [values.length]);
  return [
    tensor('pixel_scale', Float32Array.of(1 / 127.5), []),
    tensor('one', Float32Array.of(1), []),
    tensor('size_scale', Float32Array.of(sizeScale), []),
    integers('box.rows', 0, -1, 4),
    integers('class.rows', 0, -1, classes + 1),
    integers('x_first', 1, 0, 3, 2),
    integers('halves', 2, 2),
    integers('first_class', 1),
    integers('past_classes', classes + 1),
    integers('class_axis', 2),
  ];
}

function anchorConstants(anchors: readonly Anchor[]): readonly TensorProto[] {
  const pairs = (name: string, of: (anchor: Anchor) => readonly [number, number]): TensorProto =>
    tensor(name, Float32Array.from(anchors.flatMap(of)), [1, anchors.length, 2]);
  return [
    pairs('anchor.centre', ({ x, y }) => [x, y]),
    pairs('anchor.shift', ({ width, height }) => [width * centreScale, height * centreScale]),
    pairs('anchor.half', ({ width, height }) => [width / 2, height / 2]),
  ];
}
