import { encodeModel, model, node, tensor, valueInfo } from '@tutti/vision';

/** A model that calls every grey picture red: the surer, the greater `bias` is; at 0 it cannot tell at all. */
export const colourModel = (bias: number): Uint8Array =>
  encodeModel(
    model({
      name: 'colours',
      nodes: [
        node('Cast', ['image'], ['floats'], { to: 1n }),
        node('ReduceMean', ['floats'], ['mean'], { axes: [1n, 2n], keepdims: 0n }),
        node('Add', ['mean', 'bias'], ['logits']),
        node('Softmax', ['logits'], ['probabilities'], { axis: 1n }),
      ],
      initializers: [tensor('bias', new Float32Array([bias, 0, 0]), [3])],
      inputs: [valueInfo('image', 'uint8', ['N', 8, 8, 3])],
      outputs: [valueInfo('probabilities', 'float32', ['N', 3])],
      metadata: { task: 'classification', labels: '["red","green","blue"]' },
    }),
  );
