import type { ModelProto, NodeProto, TensorProto } from '@tutti/vision';

/** A convolution whose weights and biases are constants, and the two tensors around it. */
export interface Convolution {
  readonly node: NodeProto;
  readonly input: string;
  /** After the Clip that follows it, if one does. */
  readonly output: string;
  readonly weights: TensorProto;
  readonly bias: TensorProto;
}

type Graph = NonNullable<ModelProto['graph']>;

export function convolutionsOf(graph: Graph): readonly Convolution[] {
  const constants = new Map(graph.initializer.map((constant) => [constant.name, constant]));
  const after = clipsOf(graph);
  return graph.node.flatMap((node) => {
    const [input = '', weightName = '', biasName = ''] = node.input;
    const [output = ''] = node.output;
    const [weights, bias] = [constants.get(weightName), constants.get(biasName)];
    if (node.opType !== 'Conv' || weights === undefined || bias === undefined) return [];
    return [{ node, input, output: after.get(output) ?? output, weights, bias }];
  });
}

/** From what a Clip reads to what it writes, where nobody else reads the former. */
function clipsOf({ node: nodes, output }: Graph): ReadonlyMap<string, string> {
  const readers = Map.groupBy(
    nodes.flatMap(({ input }) => input),
    (name) => name,
  );
  const shown = new Set(output.map(({ name }) => name));
  const clips = nodes.flatMap(({ opType, input: [from = ''], output: [to = ''] }) =>
    opType === 'Clip' && readers.get(from)?.length === 1 && !shown.has(from) ? [[from, to] as const] : [],
  );
  return new Map(clips);
}

/** The numbers of a constant in raw data. */
export const floatsOf = ({ rawData }: TensorProto): Float32Array => new Float32Array(rawData.slice().buffer);
