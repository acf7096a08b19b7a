import { externalTensor } from '../onnx/external-data';
import { decodeModel, metadataOf } from '../onnx/onnx-codec';
import { ModelError } from './model-error';

/** The largest file that is loaded. */
export const mostModelBytes = 1024 * 1024 * 1024;

/** The key/value pairs of a self-contained ONNX file; anything else is refused before a runtime sees it. */
export function readProperties(bytes: Uint8Array): Readonly<Record<string, string>> {
  if (bytes.length > mostModelBytes) {
    throw new ModelError(
      'model.unsupported',
      `The model has ${bytes.length} bytes; at most ${mostModelBytes} are loaded.`,
    );
  }
  const model = decoded(bytes);
  if (model.graph === undefined || model.graph.node.length === 0) {
    throw new ModelError('model.unreadable', 'The file is not an ONNX model: it holds no graph.');
  }
  const external = externalTensor(model.graph);
  if (external !== undefined) {
    throw new ModelError(
      'model.unsupported',
      `The model keeps tensor "${external}" in another file. Save it as one file, without external data.`,
    );
  }
  return metadataOf(model);
}

function decoded(bytes: Uint8Array) {
  try {
    return decodeModel(bytes);
  } catch (error) {
    throw new ModelError('model.unreadable', 'The file is not an ONNX model.', { cause: error });
  }
}
