import { FlatTable } from './flatbuffer-reader';
import { halfFloats } from './half-float';

// Field and enumeration numbers: tensorflow/compiler/mlir/lite/schema/schema.fbs.
const builtin: Readonly<Record<number, TfliteOperator['kind']>> = {
  0: 'add',
  3: 'conv',
  4: 'depthwise',
  6: 'dequantize',
};
const float32 = 0;
const float16 = 1;
const paddingSame = 0;

export interface TfliteTensor {
  readonly name: string;
  readonly shape: readonly number[];
  /** Reads a constant; undefined for what is computed. */
  readonly values: () => Float32Array | undefined;
}

export interface TfliteOperator {
  readonly kind: 'add' | 'conv' | 'depthwise' | 'dequantize' | 'other';
  readonly code: number;
  readonly inputs: readonly number[];
  readonly output: number;
  readonly stride: number;
  readonly samePadding: boolean;
  /** 0 none, 1 ReLU, 3 ReLU6. */
  readonly activation: number;
}

export interface TfliteGraph {
  readonly tensors: readonly TfliteTensor[];
  readonly operators: readonly TfliteOperator[];
  readonly input: number;
}

/** The first subgraph of a TFLite file, as far as the converter understands it. */
export function readTflite(bytes: Uint8Array): TfliteGraph {
  const root = FlatTable.root(bytes);
  const codes = root.tables(1).map((code) => Math.max(code.int8(0), code.int32(3)));
  const buffers = root.tables(4);
  const [subgraph] = root.tables(2);
  if (subgraph === undefined) throw new Error('The TFLite file holds no graph.');
  return {
    tensors: subgraph.tables(0).map((table) => tensorOf(table, buffers)),
    operators: subgraph.tables(3).map((table) => operatorOf(table, codes)),
    input: subgraph.int32s(1)[0] ?? -1,
  };
}

function tensorOf(table: FlatTable, buffers: readonly FlatTable[]): TfliteTensor {
  const type = table.int8(1);
  const data = buffers[table.int32(2)]?.bytes(0) ?? new Uint8Array();
  const values = (): Float32Array | undefined => {
    if (data.length === 0) return undefined;
    if (type === float16) return halfFloats(data);
    return type === float32 ? new Float32Array(data.slice().buffer) : undefined;
  };
  return { name: table.text(3), shape: table.int32s(0), values };
}

function operatorOf(table: FlatTable, codes: readonly number[]): TfliteOperator {
  const code = codes[table.int32(0)] ?? -1;
  const kind = builtin[code] ?? 'other';
  const [output = -1] = table.int32s(2);
  return { kind, code, inputs: table.int32s(1), output, ...optionsOf(kind, table.table(4)) };
}

/** A field that is absent has its default. Additions have an activation only. */
function optionsOf(kind: TfliteOperator['kind'], options: FlatTable | undefined) {
  const plain = { stride: 1, samePadding: true, activation: 0 };
  if (options === undefined) return plain;
  if (kind === 'add') return { ...plain, activation: options.int8(0) };
  return {
    stride: options.int32(1, 1),
    samePadding: options.int8(0) === paddingSame,
    activation: options.int8(kind === 'depthwise' ? 4 : 3),
  };
}
