import type { InferenceSession } from 'onnxruntime-node';
import type { TensorInfo } from './model-info';

const datatypes: Readonly<Record<string, string>> = {
  float16: 'FP16',
  float32: 'FP32',
  float64: 'FP64',
  bool: 'BOOL',
  string: 'BYTES',
};

/** ONNX Runtime's metadata in the words of the Open Inference Protocol v2. */
export function tensorInfo(value: InferenceSession.ValueMetadata): TensorInfo {
  if (!value.isTensor) return { name: value.name, datatype: 'UNKNOWN', shape: [] };
  return {
    name: value.name,
    datatype: datatypes[value.type] ?? value.type.toUpperCase(),
    shape: value.shape.map((dim) => (typeof dim === 'number' ? dim : -1)),
  };
}
