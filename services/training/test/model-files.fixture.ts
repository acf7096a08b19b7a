import { encodeModel, model, node, tensor, valueInfo, type ModelParts } from '@tutti/vision';

const parts: ModelParts = {
  name: 'sum',
  nodes: [node('Add', ['x', 'one'], ['y'])],
  initializers: [tensor('one', new Float32Array([1]), [1])],
  inputs: [valueInfo('x', 'float32', ['N', 2])],
  outputs: [valueInfo('y', 'float32', ['N', 2])],
};

/** Adds one; says nothing of pictures. */
export const tensorModel = (changes: Partial<ModelParts> = {}): Uint8Array =>
  encodeModel(model({ ...parts, ...changes }));

/** Tells which colour a picture has most of. */
export const pictureModel = (
  metadata: ModelParts['metadata'] = {},
  changes: Partial<ModelParts> = {},
): Uint8Array =>
  encodeModel(
    model({
      name: 'colours',
      nodes: [
        node('Cast', ['image'], ['floats'], { to: 1n }),
        node('ReduceMean', ['floats'], ['mean'], { axes: [1n, 2n], keepdims: 0n }),
        node('Softmax', ['mean'], ['probabilities'], { axis: 1n }),
      ],
      initializers: [],
      inputs: [valueInfo('image', 'uint8', ['N', 8, 8, 3])],
      outputs: [valueInfo('probabilities', 'float32', ['N', 3])],
      metadata: { task: 'classification', labels: '["red","green","blue"]', ...metadata },
      ...changes,
    }),
  );
