import { type NodeProto, type TensorProto, node, tensor } from '@tutti/vision';
import type { TfliteGraph, TfliteOperator } from './tflite-model';

const relu6 = 3;

interface Plane {
  readonly name: string;
  readonly channels: number;
  readonly side: number;
}

export interface Layers {
  readonly nodes: readonly NodeProto[];
  readonly initializers: readonly TensorProto[];
  /** The wished tensors, in the order of the wish. */
  readonly planes: readonly Plane[];
}

/**
 * Translates those convolutions and additions of a TFLite graph that the wished tensors need into ONNX, NHWC to NCHW.
 * `input` is a float [N,3,side,side] tensor; padding is written out for that side.
 */
export function convertLayers(graph: TfliteGraph, input: Plane, wished: readonly string[]): Layers {
  const converter = new Converter(graph, input);
  for (const operator of neededFor(graph, wished)) converter.add(operator);
  return converter.finish(wished);
}

function neededFor(
  { tensors, operators }: TfliteGraph,
  wished: readonly string[],
): readonly TfliteOperator[] {
  const needed = new Set(wished.map((name) => tensors.findIndex((candidate) => candidate.name === name)));
  const backwards = operators.toReversed().filter(({ inputs, output }) => {
    if (!needed.has(output)) return false;
    for (const input of inputs) needed.add(input);
    return true;
  });
  return backwards.reverse();
}

class Converter {
  private readonly nodes: NodeProto[] = [];
  private readonly initializers: TensorProto[] = [];
  private readonly constants = new Map<number, Float32Array>();
  private readonly planes = new Map<number, Plane>();
  private readonly byName = new Map<string, Plane>();

  constructor(
    private readonly graph: TfliteGraph,
    input: Plane,
  ) {
    this.planes.set(graph.input, input);
    this.initializers.push(
      tensor('zero', new Float32Array([0]), []),
      tensor('six', new Float32Array([6]), []),
    );
  }

  finish(wished: readonly string[]): Layers {
    const planes = wished.map((name) => {
      const plane = this.byName.get(name);
      if (plane === undefined) throw new Error(`The TFLite graph has no tensor ${name}.`);
      return plane;
    });
    return { nodes: this.nodes, initializers: this.initializers, planes };
  }

  add(operator: TfliteOperator): void {
    switch (operator.kind) {
      case 'dequantize':
        return this.dequantize(operator);
      case 'conv':
      case 'depthwise':
        return this.convolution(operator);
      case 'add':
        return this.addition(operator);
      case 'other':
        throw new Error(`TFLite operator ${operator.code} is not understood.`);
    }
  }

  private dequantize({ inputs, output }: TfliteOperator): void {
    const values = this.graph.tensors[inputs[0] ?? -1]?.values();
    if (values === undefined) throw new Error('Only constants can be dequantised.');
    this.constants.set(output, values);
  }

  private convolution(operator: TfliteOperator): void {
    const [from, weightId = -1, biasId = -1] = operator.inputs;
    const input = this.plane(from);
    const name = `layer${operator.output}`;
    const bias = this.constant(biasId);
    const { values, dims, kernel, group } = this.filter(operator, weightId);
    if (!operator.samePadding) throw new Error(`${name}: only SAME padding is understood.`);
    const plane = { name, channels: bias.length, side: Math.ceil(input.side / operator.stride) };
    this.initializers.push(
      tensor(`${name}.weight`, values, dims),
      tensor(`${name}.bias`, bias, [bias.length]),
    );
    this.push(operator, plane, (output) =>
      node('Conv', [input.name, `${name}.weight`, `${name}.bias`], [output], {
        kernel_shape: [BigInt(kernel), BigInt(kernel)],
        strides: [BigInt(operator.stride), BigInt(operator.stride)],
        pads: samePads(input.side, kernel, operator.stride),
        group: BigInt(group),
      }),
    );
  }

  /** [out, rows, columns, in] or, depthwise, [1, rows, columns, channels], in ONNX's order. */
  private filter({ kind }: TfliteOperator, id: number) {
    const [outer = 0, kernel = 0, columns = 0, inner = 0] = this.graph.tensors[id]?.shape ?? [];
    if (kernel !== columns) throw new Error(`Tensor ${id}: only square kernels are understood.`);
    const values = this.constant(id);
    return kind === 'depthwise'
      ? { values: lastAxisFirst(values, inner), dims: [inner, 1, kernel, kernel], kernel, group: inner }
      : { values: perFilter(values, outer, inner), dims: [outer, inner, kernel, kernel], kernel, group: 1 };
  }

  private addition(operator: TfliteOperator): void {
    const [left, right] = operator.inputs.map((id) => this.plane(id));
    if (left === undefined || right === undefined) throw new Error('An addition needs two inputs.');
    const plane = { name: `layer${operator.output}`, channels: left.channels, side: left.side };
    this.push(operator, plane, (output) => node('Add', [left.name, right.name], [output]));
  }

  private push(
    { output, activation }: TfliteOperator,
    plane: Plane,
    make: (output: string) => NodeProto,
  ): void {
    if (activation !== 0 && activation !== relu6)
      throw new Error(`TFLite activation ${activation} is not understood.`);
    if (activation === relu6) {
      this.nodes.push(
        make(`${plane.name}.linear`),
        node('Clip', [`${plane.name}.linear`, 'zero', 'six'], [plane.name]),
      );
    } else {
      this.nodes.push(make(plane.name));
    }
    this.planes.set(output, plane);
    this.byName.set(this.graph.tensors[output]?.name ?? '', plane);
  }

  private plane(id: number | undefined): Plane {
    const plane = this.planes.get(id ?? -1);
    if (plane === undefined) throw new Error(`Tensor ${id} is used before it is computed.`);
    return plane;
  }

  private constant(id: number): Float32Array {
    const values = this.constants.get(id) ?? this.graph.tensors[id]?.values();
    if (values === undefined) throw new Error(`Tensor ${id} is not a constant.`);
    return values;
  }
}

/** TensorFlow's SAME for both axes, [top, left, bottom, right]: the odd pixel goes to the bottom right. */
export function samePads(side: number, kernel: number, stride: number): bigint[] {
  const total = Math.max((Math.ceil(side / stride) - 1) * stride + kernel - side, 0);
  const begin = BigInt(total >> 1);
  const end = BigInt(total) - begin;
  return [begin, begin, end, end];
}

/** [filters, places, channels] to [filters, channels, places]. */
function perFilter(values: Float32Array, filters: number, channels: number): Float32Array {
  const size = values.length / filters;
  const turned = new Float32Array(values.length);
  for (let filter = 0; filter < filters; filter++) {
    turned.set(lastAxisFirst(values.subarray(filter * size, (filter + 1) * size), channels), filter * size);
  }
  return turned;
}

/** [places, channels] to [channels, places]. */
function lastAxisFirst(values: Float32Array, channels: number): Float32Array {
  const places = values.length / channels;
  return values.map((_, to) => values[(to % places) * channels + Math.floor(to / places)] ?? 0);
}
