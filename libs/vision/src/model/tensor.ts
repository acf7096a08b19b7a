import { Tensor as RuntimeTensor } from 'onnxruntime-node';
import { ModelError } from './model-error';

/** Datatypes of the Open Inference Protocol v2 and ONNX Runtime's names for them. */
const runtimeTypes = {
  BOOL: 'bool',
  INT8: 'int8',
  INT16: 'int16',
  INT32: 'int32',
  INT64: 'int64',
  UINT8: 'uint8',
  UINT16: 'uint16',
  UINT32: 'uint32',
  UINT64: 'uint64',
  FP16: 'float16',
  FP32: 'float32',
  FP64: 'float64',
  BYTES: 'string',
} as const satisfies Record<string, RuntimeTensor.Type>;

export type Datatype = keyof typeof runtimeTypes;
export const datatypes = Object.keys(runtimeTypes) as Datatype[];

/** Row-major. BOOL is one byte per value, 0 or 1; BYTES is text, since ONNX strings are UTF-8. */
export type TensorValues =
  | Int8Array
  | Int16Array
  | Int32Array
  | BigInt64Array
  | Uint8Array
  | Uint16Array
  | Uint32Array
  | BigUint64Array
  | Float16Array
  | Float32Array
  | Float64Array
  | readonly string[];

/** What goes into a model or comes out of it. */
export interface Tensor {
  readonly datatype: Datatype;
  readonly shape: readonly number[];
  readonly values: TensorValues;
}

export function toRuntime({ datatype, shape, values }: Tensor): RuntimeTensor {
  const tensor = new RuntimeTensor(runtimeTypes[datatype], values as RuntimeTensor.DataType, shape);
  // The runtime's binding (1.30) does not know Float16Array, which its own JavaScript insists on: it sees no bytes.
  if (values instanceof Float16Array) {
    const bits = new Uint16Array(values.buffer, values.byteOffset, values.length);
    Object.defineProperty(tensor, 'data', { value: bits });
  }
  return tensor;
}

/** Throws a `ModelError` for what the protocol has no word for, such as a sequence. */
export function fromRuntime(name: string, value: RuntimeTensor | undefined): Tensor {
  const datatype = datatypes.find((each) => runtimeTypes[each] === value?.type);
  if (value === undefined || datatype === undefined)
    throw new ModelError('model.unsupported', `Output "${name}" is no tensor that can be told.`);
  return { datatype, shape: value.dims, values: value.data };
}
