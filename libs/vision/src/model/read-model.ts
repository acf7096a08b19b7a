import type { ModelProto } from 'onnx-buf';
import { externalTensor } from '../onnx/external-data';
import { decodeModel, metadataOf } from '../onnx/onnx-codec';
import { sizeFault } from '../onnx/tensor-sizes';
import { ModelError } from './model-error';

/** The largest file that is loaded. */
export const mostModelBytes = 1024 * 1024 * 1024;

/** The key/value pairs of a self-contained ONNX file; anything else is refused before a runtime sees it. */
export function readProperties(bytes: Uint8Array): Readonly<Record<string, string>> {
  return metadataOf(readOnnx(bytes));
}

/** A self-contained ONNX file whose tensors are as large as it says. Throws a `ModelError` for anything else. */
export function readOnnx(bytes: Uint8Array): ModelProto {
  if (bytes.length > mostModelBytes) {
    throw new ModelError(
      'model.unsupported',
      `The model has ${bytes.length} bytes; at most ${mostModelBytes} are loaded.`,
    );
  }
  const { model, external, fault } = looked(bytes);
  if (model.graph === undefined || model.graph.node.length === 0) {
    throw new ModelError('model.unreadable', 'The file is not an ONNX model: it holds no graph.');
  }
  if (external !== undefined) {
    throw new ModelError(
      'model.unsupported',
      `The model keeps tensor "${external}" in another file. Save it as one file, without external data.`,
    );
  }
  if (fault !== undefined) throw new ModelError('model.unsupported', `The model cannot be taken: ${fault}.`);
  return model;
}

function looked(bytes: Uint8Array) {
  try {
    const model = decodeModel(bytes);
    return { model, external: externalTensor(model), fault: sizeFault(model) };
  } catch (error) {
    throw new ModelError('model.unreadable', 'The file is not an ONNX model.', { cause: error });
  }
}
