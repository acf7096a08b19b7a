import { type GraphProto, type TensorProto, TensorProto_DataLocation as DataLocation } from 'onnx-buf';

const deepest = 32;

/** The name of a tensor whose values lie in another file, in the graph or in any graph inside it. */
export function externalTensor(graph: GraphProto, depth = 0): string | undefined {
  if (depth > deepest) throw new RangeError('The model nests its graphs too deeply.');
  for (const tensor of tensorsOf(graph)) {
    if (tensor.dataLocation === DataLocation.EXTERNAL || tensor.externalData.length > 0) {
      return tensor.name === '' ? '(unnamed)' : tensor.name;
    }
  }
  for (const inner of graphsOf(graph)) {
    const found = externalTensor(inner, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function* tensorsOf(graph: GraphProto): Generator<TensorProto> {
  yield* graph.initializer;
  for (const sparse of graph.sparseInitializer) {
    if (sparse.values) yield sparse.values;
    if (sparse.indices) yield sparse.indices;
  }
  for (const { t, tensors } of attributesOf(graph)) {
    if (t) yield t;
    yield* tensors;
  }
}

function* graphsOf(graph: GraphProto): Generator<GraphProto> {
  for (const { g, graphs } of attributesOf(graph)) {
    if (g) yield g;
    yield* graphs;
  }
}

const attributesOf = (graph: GraphProto) => graph.node.flatMap((node) => node.attribute);
