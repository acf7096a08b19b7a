import { ModelError } from './model-error';
import type { TensorInfo } from './model-info';
import type { OutputReader, OutputTensor, ReaderContext } from './output-reader';
import type { Prediction } from './prediction';
import { softmax } from './softmax';

const preferred = ['probabilities', 'logits'];

/** Reads `probabilities` [1,K], `logits` (softmax is applied), or else the only FP32 output. */
export function classificationReader({ metadata, outputs }: ReaderContext): OutputReader {
  const output = chosenOutput(outputs);
  const { labels, postprocessing } = metadata;
  const last = output.shape.at(-1) ?? -1;
  if (last !== -1 && last !== labels.length) {
    throw new ModelError('model.bad-metadata', `The model has ${last} classes but ${labels.length} labels.`);
  }
  const activate = postprocessing.activation === 'softmax' || output.name === 'logits';
  return {
    names: [output.name],
    scoreThreshold: postprocessing.scoreThreshold ?? 0,
    read: ([tensor]) => classification(labels, probabilitiesOf(tensor, labels.length, activate)),
  };
}

function chosenOutput(outputs: readonly TensorInfo[]): TensorInfo {
  const floats = outputs.filter(({ datatype }) => datatype === 'FP32');
  const named = preferred.flatMap((name) => floats.filter((output) => output.name === name));
  const output = named[0] ?? (floats.length === 1 ? floats[0] : undefined);
  if (output !== undefined) return output;
  const names = outputs.map(({ name }) => name).join(', ');
  throw new ModelError(
    'model.unsupported',
    `A classifier needs an FP32 output "probabilities"; this has: ${names}.`,
  );
}

function probabilitiesOf(
  tensor: OutputTensor | undefined,
  classes: number,
  activate: boolean,
): ArrayLike<number> {
  const found = tensor?.data.length ?? 0;
  if (tensor === undefined || found !== classes) {
    throw new ModelError('model.bad-metadata', `The model answers ${found} values for ${classes} labels.`);
  }
  const values = activate ? softmax(tensor.data) : tensor.data;
  if (values.every(isProbability)) return values;
  throw new ModelError(
    'model.unsupported',
    'The model answers values that are no probabilities within 0..1.',
  );
}

/** With room for rounding; false for NaN. */
const isProbability = (value: number): boolean => value >= -1e-3 && value <= 1.001;

function classification(labels: readonly string[], values: ArrayLike<number>): Prediction {
  const scores = labels.map((_, index) => Math.min(1, Math.max(0, values[index] ?? 0)));
  const score = scores.reduce((a, b) => Math.max(a, b), 0);
  return {
    task: 'classification',
    label: labels[scores.indexOf(score)] ?? '',
    score,
    probabilities: Object.fromEntries(labels.map((label, index) => [label, scores[index] ?? 0])),
    boxes: [],
  };
}
