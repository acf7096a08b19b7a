import { encodeModel } from '../onnx/onnx-codec';
import { type ModelParts, model, node, tensor, valueInfo } from '../onnx/onnx-builder';

type Metadata = Readonly<Record<string, string>>;

const colours = JSON.stringify(['red', 'green', 'blue']);
const scalar = (name: string, value: number) => tensor(name, new Float32Array([value]), []);

/** Tells which colour a picture has most of: [N,8,8,3] bytes, softmax of the mean colour inside. */
export function colourClassifier(
  metadata: Metadata = { task: 'classification', labels: colours },
): Uint8Array {
  return encodeModel(model({ ...colourGraph, metadata }));
}

export const colourGraph: ModelParts = {
  name: 'colours',
  nodes: [
    node('Cast', ['image'], ['floats'], { to: 1n }),
    node('ReduceMean', ['floats'], ['mean'], { axes: [1n, 2n], keepdims: 0n }),
    node('Mul', ['mean', 'scale'], ['logits_']),
    node('Softmax', ['logits_'], ['probabilities'], { axis: 1n }),
  ],
  initializers: [scalar('scale', 10 / 255)],
  inputs: [valueInfo('image', 'uint8', ['N', 8, 8, 3])],
  outputs: [valueInfo('probabilities', 'float32', ['N', 3])],
};

/** The same as people export it: float NCHW in, logits out, the preprocessing told in the metadata. */
export function colourLogits(metadata: Metadata): Uint8Array {
  return encodeModel(
    model({
      name: 'colour-logits',
      nodes: [
        node('ReduceMean', ['input'], ['mean'], { axes: [2n, 3n], keepdims: 0n }),
        node('Mul', ['mean', 'scale'], ['logits']),
      ],
      initializers: [scalar('scale', 10)],
      inputs: [valueInfo('input', 'float32', [1, 3, 'height', 'width'])],
      outputs: [valueInfo('logits', 'float32', [1, 3])],
      metadata,
    }),
  );
}

/** Finds coloured cells: the mean colour of each cell of a 4x4 grid is the score of that cell's box. */
export function cellDetector(extra: Metadata = {}): Uint8Array {
  const cells = Array.from({ length: 16 }, (_, cell) => [cell % 4, Math.floor(cell / 4)] as const);
  const corners = cells.flatMap(([x, y]) => [x / 4, y / 4, (x + 1) / 4, (y + 1) / 4]);
  return encodeModel(
    model({
      name: 'cells',
      nodes: [
        node('Cast', ['image'], ['floats'], { to: 1n }),
        node('Transpose', ['floats'], ['planes'], { perm: [0n, 3n, 1n, 2n] }),
        node('AveragePool', ['planes'], ['pooled'], { kernel_shape: [4n, 4n], strides: [4n, 4n] }),
        node('Mul', ['pooled', 'scale'], ['scaled']),
        node('Reshape', ['scaled', 'flat'], ['by_class']),
        node('Transpose', ['by_class'], ['scores'], { perm: [0n, 2n, 1n] }),
        node('Identity', ['corners'], ['boxes']),
      ],
      initializers: [
        scalar('scale', 1 / 255),
        tensor('flat', new BigInt64Array([1n, 3n, 16n]), [3]),
        tensor('corners', new Float32Array(corners), [1, 16, 4]),
      ],
      inputs: [valueInfo('image', 'uint8', [1, 16, 16, 3])],
      outputs: [valueInfo('boxes', 'float32', [1, 16, 4]), valueInfo('scores', 'float32', [1, 16, 3])],
      metadata: { task: 'detection', labels: colours, ...extra },
    }),
  );
}
