import type { ModelInfo, Prediction } from '@tutti/vision';
import type { NamedTensor } from './infer-request';

/** A tensor as metadata tells it. */
export interface TensorHead {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
}

/** How a model is asked with a picture and what it answers then; -1 is as many as are found. */
export function pictureSignature({ task, input, labels }: ModelInfo): {
  readonly inputs: readonly TensorHead[];
  readonly outputs: readonly TensorHead[];
} {
  const inputs = [{ name: input.name, datatype: 'BYTES', shape: [1] }];
  if (task === 'detection') {
    const outputs = [
      { name: 'boxes', datatype: 'FP32', shape: [-1, 4] },
      { name: 'scores', datatype: 'FP32', shape: [-1] },
      { name: 'classes', datatype: 'INT64', shape: [-1] },
      { name: 'labels', datatype: 'BYTES', shape: [-1] },
    ];
    return { inputs, outputs };
  }
  const outputs = [
    { name: 'probabilities', datatype: 'FP32', shape: [1, labels.length] },
    { name: 'score', datatype: 'FP32', shape: [1] },
    { name: 'label', datatype: 'BYTES', shape: [1] },
  ];
  return { inputs, outputs };
}

/** A prediction as the tensors of `pictureSignature`. */
export function pictureTensors({ task, labels }: ModelInfo, prediction: Prediction): readonly NamedTensor[] {
  const { boxes, probabilities, score, label } = prediction;
  const n = boxes.length;
  const floats = (name: string, shape: readonly number[], values: readonly number[]): NamedTensor => ({
    name,
    datatype: 'FP32',
    shape,
    values: Float32Array.from(values),
  });
  if (task === 'classification')
    return [
      floats(
        'probabilities',
        [1, labels.length],
        labels.map((each) => probabilities[each] ?? 0),
      ),
      floats('score', [1], [score]),
      { name: 'label', datatype: 'BYTES', shape: [1], values: [label] },
    ];
  const classes = BigInt64Array.from(boxes, ({ classId }) => BigInt(classId));
  return [
    floats(
      'boxes',
      [n, 4],
      boxes.flatMap(({ box }) => [...box]),
    ),
    floats(
      'scores',
      [n],
      boxes.map((box) => box.score),
    ),
    { name: 'classes', datatype: 'INT64', shape: [n], values: classes },
    { name: 'labels', datatype: 'BYTES', shape: [n], values: boxes.map((box) => box.label) },
  ];
}
