import type {
  AttributeProto,
  GraphProto,
  ModelProto,
  NodeProto,
  SparseTensorProto,
  TensorProto,
} from 'onnx-buf';

const deepest = 32;

interface Part {
  readonly node: readonly NodeProto[];
  /** Of a function. */
  readonly attributeProto?: readonly AttributeProto[];
  /** Of a graph. */
  readonly initializer?: readonly TensorProto[];
  readonly sparseInitializer?: readonly SparseTensorProto[];
}

const attributesOf = ({ node, attributeProto = [] }: Part): readonly AttributeProto[] => [
  ...node.flatMap(({ attribute }) => attribute),
  ...attributeProto,
];

function* within(part: Part, depth: number): Generator<Part> {
  if (depth > deepest) throw new RangeError('The model nests its graphs too deeply.');
  yield part;
  for (const { g, graphs } of attributesOf(part))
    for (const inner of [...(g ? [g] : []), ...graphs]) yield* within(inner, depth + 1);
}

/** The graph, the graphs inside it, and the model's own functions. Throws a `RangeError` for a bottomless one. */
export function* partsOf({ graph, functions }: ModelProto): Generator<Part> {
  if (graph) yield* within(graph, 0);
  for (const one of functions) yield* within(one, 0);
}

/** Every sparse tensor that a part holds itself. */
export const sparseTensorsOf = (part: Part): readonly SparseTensorProto[] => [
  ...(part.sparseInitializer ?? []),
  ...attributesOf(part).flatMap(({ sparseTensor, sparseTensors }) => [
    ...(sparseTensor ? [sparseTensor] : []),
    ...sparseTensors,
  ]),
];

/** Every tensor with values that a part holds itself. */
export const tensorsOf = (part: Part): readonly TensorProto[] => [
  ...(part.initializer ?? []),
  ...attributesOf(part).flatMap(({ t, tensors }) => [...(t ? [t] : []), ...tensors]),
  ...sparseTensorsOf(part).flatMap(({ values, indices }) => [
    ...(values ? [values] : []),
    ...(indices ? [indices] : []),
  ]),
];

export const nameOf = ({ name }: Pick<GraphProto, 'name'>): string => (name === '' ? '(unnamed)' : name);
