import { type ModelProto, TensorProto_DataLocation as DataLocation } from 'onnx-buf';
import { nameOf, partsOf, tensorsOf } from './graph-parts';

/** The name of a tensor whose values lie in another file, wherever in the model it stands. */
export function externalTensor(model: ModelProto): string | undefined {
  for (const part of partsOf(model)) {
    const found = tensorsOf(part).find(
      ({ dataLocation, externalData }) => dataLocation === DataLocation.EXTERNAL || externalData.length > 0,
    );
    if (found) return nameOf(found);
  }
  return undefined;
}
