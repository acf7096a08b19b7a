import { encodeModel, model, node, tensor, valueInfo } from '@tutti/vision';

export const colours = ['red', 'green', 'blue'];

export interface SampleModel {
  /** Null leaves it out. */
  readonly name?: string | null;
  readonly version?: string;
  readonly labels?: readonly string[];
  /** False: its answers for anything but black are no probabilities, so it fails when it is used. */
  readonly sound?: boolean;
  /** More of its metadata. */
  readonly more?: Readonly<Record<string, string>>;
}

/** Tells which colour a picture has most of: [N,8,8,3] bytes in, softmax of the mean colour out. */
export function colourModel({
  name = 'colours',
  version = 'v1.0',
  labels = colours,
  sound = true,
  more = {},
}: SampleModel = {}): Uint8Array {
  return encodeModel(
    model({
      name: 'colours',
      nodes: [
        node('Cast', ['image'], ['floats'], { to: 1n }),
        node('ReduceMean', ['floats'], ['mean'], { axes: [1n, 2n], keepdims: 0n }),
        node('Mul', ['mean', 'scale'], ['scaled']),
        sound
          ? node('Softmax', ['scaled'], ['probabilities'], { axis: 1n })
          : node('Identity', ['scaled'], ['probabilities']),
      ],
      initializers: [tensor('scale', new Float32Array([10 / 255]), [])],
      inputs: [valueInfo('image', 'uint8', ['N', 8, 8, 3])],
      outputs: [valueInfo('probabilities', 'float32', ['N', 3])],
      metadata: {
        task: 'classification',
        labels: JSON.stringify(labels),
        version,
        ...(name === null ? {} : { name }),
        ...more,
      },
    }),
  );
}

/** Finds coloured cells of a 4x4 grid in [1,16,16,3] bytes. */
export function cellModel(): Uint8Array {
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
        tensor('scale', new Float32Array([1 / 255]), []),
        tensor('flat', new BigInt64Array([1n, 3n, 16n]), [3]),
        tensor('corners', new Float32Array(corners), [1, 16, 4]),
      ],
      inputs: [valueInfo('image', 'uint8', [1, 16, 16, 3])],
      outputs: [valueInfo('boxes', 'float32', [1, 16, 4]), valueInfo('scores', 'float32', [1, 16, 3])],
      metadata: {
        task: 'detection',
        labels: JSON.stringify(colours),
        name: 'cells',
        version: 'v1.0',
        postprocessing: JSON.stringify({ scoreThreshold: 0.5 }),
      },
    }),
  );
}
