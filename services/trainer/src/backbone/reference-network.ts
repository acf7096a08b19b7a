import type { TfliteGraph, TfliteOperator } from './tflite-model';

/** Rows, columns, channels, as TensorFlow lays them out. */
export interface Planes {
  readonly side: number;
  readonly channels: number;
  readonly data: Float64Array;
}

const relu6 = 3;

/**
 * Computes a TFLite graph by the definition of its operators, slowly: the reference that the converted graph is held
 * against. Answers planes by tensor name.
 */
export function computeReference(graph: TfliteGraph, input: Planes, last: string): Map<string, Planes> {
  const computed = new Map<number, Planes>([[graph.input, input]]);
  const dequantised = new Map<number, number>();
  const answers = new Map<string, Planes>();
  for (const operator of graph.operators) {
    const [first = -1, second = -1, third = -1] = operator.inputs;
    if (operator.kind === 'dequantize') dequantised.set(operator.output, first);
    const from = computed.get(first);
    if (from === undefined || operator.kind === 'other') continue;
    const constant = (id: number) => constantOf(graph, dequantised.get(id) ?? id);
    const filter = { weights: constant(second), bias: constant(third), size: kernelSize(graph, second) };
    const planes = activated(operator, computed.get(second), from, filter);
    computed.set(operator.output, planes);
    answers.set(nameOf(graph, operator.output), planes);
    if (answers.has(last)) break;
  }
  return answers;
}

const constantOf = ({ tensors }: TfliteGraph, id: number) => tensors[id]?.values() ?? new Float32Array();
const kernelSize = ({ tensors }: TfliteGraph, id: number) => tensors[id]?.shape[1] ?? 1;
const nameOf = ({ tensors }: TfliteGraph, id: number) => tensors[id]?.name ?? '';

interface Filter {
  readonly weights: Float32Array;
  readonly bias: Float32Array;
  readonly size: number;
}

function activated(
  operator: TfliteOperator,
  other: Planes | undefined,
  from: Planes,
  filter: Filter,
): Planes {
  const linear = other === undefined ? convolve(operator, from, filter) : add(from, other);
  if (operator.activation !== relu6) return linear;
  return { ...linear, data: linear.data.map((value) => Math.min(6, Math.max(0, value))) };
}

const add = (a: Planes, b: Planes): Planes => ({
  ...a,
  data: a.data.map((value, at) => value + (b.data[at] ?? NaN)),
});

function convolve({ kind, stride }: TfliteOperator, from: Planes, { weights, bias, size }: Filter): Planes {
  const side = Math.ceil(from.side / stride);
  const before = Math.floor(Math.max((side - 1) * stride + size - from.side, 0) / 2);
  const channels = bias.length;
  const weigh = kind === 'depthwise' ? weighOneChannel : weighAllChannels;
  const data = new Float64Array(side * side * channels).map((_, at) => {
    const channel = at % channels;
    const left = (Math.floor(at / channels) % side) * stride - before;
    const top = Math.floor(at / channels / side) * stride - before;
    let sum = bias[channel] ?? NaN;
    for (let place = 0; place < size * size; place++) {
      const [x, y] = [left + (place % size), top + Math.floor(place / size)];
      const outside = x < 0 || y < 0 || x >= from.side || y >= from.side;
      if (!outside)
        sum += weigh({ from, pixel: y * from.side + x, weights, channel, place, places: size * size });
    }
    return sum;
  });
  return { side, channels, data };
}

interface Weighing {
  readonly from: Planes;
  readonly pixel: number;
  readonly weights: Float32Array;
  readonly channel: number;
  readonly place: number;
  readonly places: number;
}

/** Weights are [1, places, channels]. */
function weighOneChannel({ from, pixel, weights, channel, place }: Weighing): number {
  return (
    (from.data[pixel * from.channels + channel] ?? NaN) * (weights[place * from.channels + channel] ?? NaN)
  );
}

/** Weights are [filters, places, channels]. */
function weighAllChannels({ from, pixel, weights, channel, place, places }: Weighing): number {
  let sum = 0;
  const row = (channel * places + place) * from.channels;
  for (let inner = 0; inner < from.channels; inner++) {
    sum += (from.data[pixel * from.channels + inner] ?? NaN) * (weights[row + inner] ?? NaN);
  }
  return sum;
}
