import {
  type ModelProto,
  type NodeProto,
  type TensorProto,
  decodeModel,
  encodeModel,
  node,
  tensor,
} from '@tutti/vision';
import { type Batches, observeRanges } from './calibration';
import { type Convolution, convolutionsOf, floatsOf } from './convolutions';
import { type Coding, type Range, activationCoding, codeFilter } from './eight-bits';

/** More pictures hardly move the ranges. */
export const calibrationPictures = 64;

/**
 * The same graph with its convolutions in 8 bits (static quantisation, QDQ): weights int8 by channel, biases int32,
 * activations uint8 over the range that the calibration saw. Everything else stays float. Whatever learns from the
 * graph's outputs must learn from this graph's: what was learned from the float graph does not fit them.
 */
export async function quantise(
  proto: ModelProto,
  calibration: Batches,
  threads?: number,
): Promise<ModelProto> {
  const copy = decodeModel(encodeModel(proto));
  const { graph } = copy;
  if (graph === undefined) throw new Error('The model holds no graph.');
  const convolutions = convolutionsOf(graph);
  const names = [...new Set(convolutions.flatMap(({ input, output }) => [input, output]))];
  const codings = codingsOf(names, await observeRanges(proto, names, { batches: calibration, threads }));
  const filters = convolutions.map((convolution) => codedFilter(convolution, codings));
  const replaced = new Set(convolutions.flatMap(({ weights, bias }) => [weights.name, bias.name]));
  const added = [...codings].map(([name, coding]) => codingNodes(name, coding));
  const produced = new Map(added.map(({ name, nodes }) => [name, nodes]));
  const byConvolution = new Map(filters.map((filter) => [filter.node, filter.nodes]));
  const inputs = graph.input.flatMap(({ name }) => produced.get(name) ?? []);
  graph.node = [
    ...inputs,
    ...graph.node.flatMap((each) => [
      ...(byConvolution.get(each) ?? []),
      rewired(each, codings, byConvolution.has(each)),
      ...each.output.flatMap((name) => produced.get(name) ?? []),
    ]),
  ];
  graph.initializer = [
    ...graph.initializer.filter(({ name }) => !replaced.has(name)),
    ...added.flatMap(({ constants }) => constants),
    ...filters.flatMap(({ constants }) => constants),
  ];
  return copy;
}

type Codings = ReadonlyMap<string, Coding>;

function codingsOf(names: readonly string[], ranges: ReadonlyMap<string, Range>): Codings {
  const codings = names.map((name) => {
    const range = ranges.get(name) ?? { min: NaN, max: NaN };
    if (Number.isFinite(range.max - range.min)) return [name, activationCoding(range)] as const;
    throw new Error(`Calibration: tensor ${name} is not finite, or no picture was seen.`);
  });
  return new Map(codings);
}

interface Insertion {
  readonly nodes: readonly NodeProto[];
  readonly constants: readonly TensorProto[];
}

/** `name` to codes and back to `name.dq`, which all that read `name` read from now on. */
function codingNodes(name: string, { scale, zeroPoint }: Coding): Insertion & { readonly name: string } {
  const by = [`${name}.scale`, `${name}.zero`];
  return {
    name,
    nodes: [
      node('QuantizeLinear', [name, ...by], [`${name}.q`]),
      node('DequantizeLinear', [`${name}.q`, ...by], [`${name}.dq`]),
    ],
    constants: [
      tensor(`${name}.scale`, Float32Array.of(scale), []),
      tensor(`${name}.zero`, Uint8Array.of(zeroPoint), []),
    ],
  };
}

function codedFilter(
  { node: convolution, input, weights, bias }: Convolution,
  codings: Codings,
): Insertion & { readonly node: NodeProto } {
  const scale = codings.get(input)?.scale ?? 1;
  const coded = codeFilter(floatsOf(weights), floatsOf(bias), scale);
  const channels = coded.bias.length;
  const decode = (name: string) =>
    node('DequantizeLinear', [`${name}.q`, `${name}.scale`], [`${name}.dq`], { axis: 0n });
  return {
    node: convolution,
    nodes: [decode(weights.name), decode(bias.name)],
    constants: [
      tensor(`${weights.name}.q`, coded.weights, weights.dims.map(Number)),
      tensor(`${weights.name}.scale`, coded.weightScales, [channels]),
      tensor(`${bias.name}.q`, coded.bias, [channels]),
      tensor(`${bias.name}.scale`, coded.biasScales, [channels]),
    ],
  };
}

/** Reads what was coded from its decoded form. */
function rewired(each: NodeProto, codings: Codings, isCoded: boolean): NodeProto {
  const input = each.input.map((name, at) =>
    codings.has(name) || (isCoded && at > 0) ? `${name}.dq` : name,
  );
  return { ...each, input };
}
