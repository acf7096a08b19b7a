import type { ModelInfo, Prediction } from '@tutti/vision';
import { z } from 'zod';
import { HttpError } from './http-error';

/** Open Inference Protocol v2, REST: the part of it that takes pictures as BYTES. */
export interface Tensor {
  readonly name: string;
  readonly datatype: 'BYTES' | 'FP32' | 'INT64';
  readonly shape: readonly number[];
}
type TensorWithData = Tensor & { readonly data: readonly (string | number)[] };

const anything = z.record(z.string(), z.unknown()).optional();
const inferRequest = z.object({
  id: z.string().max(256).optional(),
  parameters: anything,
  inputs: z.array(
    z.object({
      name: z.string(),
      shape: z.array(z.number().int()),
      datatype: z.string(),
      parameters: anything,
      data: z.array(z.unknown()),
    }),
  ),
  outputs: z.array(z.object({ name: z.string(), parameters: anything })).optional(),
});
export type InferRequest = z.infer<typeof inferRequest>;

export function parseInferRequest(body: unknown): InferRequest {
  const parsed = inferRequest.safeParse(body);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new HttpError(
    400,
    `The request is malformed at ${issue?.path.join('.') || 'its top'}: ${issue?.message}.`,
  );
}

/** The base64 text of the one picture; anything else is refused with what would be right. */
export function pictureOf({ inputs }: InferRequest, info: ModelInfo): string {
  const [input] = inputs;
  if (input === undefined || inputs.length > 1)
    throw new HttpError(400, `Exactly one input is needed, "${info.input.name}".`);
  if (input.name !== info.input.name)
    throw new HttpError(400, `There is no input "${input.name}"; the model has "${info.input.name}".`);
  if (input.datatype !== 'BYTES')
    throw new HttpError(
      400,
      `Input "${input.name}" must be BYTES (a JPEG, PNG or WebP in base64), not ${input.datatype}.`,
    );
  if (input.shape.length !== 1 || input.shape[0] !== 1)
    throw new HttpError(400, `Input "${input.name}" must have shape [1], not [${input.shape.join()}].`);
  const data = input.data.flat(1);
  const [picture] = data;
  if (data.length !== 1 || typeof picture !== 'string')
    throw new HttpError(400, `Input "${input.name}" of shape [1] must hold one string.`);
  return picture;
}

/** What the model is asked with and answers here; -1 is as many as are found. */
export function signature({ task, input, labels }: ModelInfo): { inputs: Tensor[]; outputs: Tensor[] } {
  const inputs: Tensor[] = [{ name: input.name, datatype: 'BYTES', shape: [1] }];
  if (task === 'detection') {
    const outputs: Tensor[] = [
      { name: 'boxes', datatype: 'FP32', shape: [-1, 4] },
      { name: 'scores', datatype: 'FP32', shape: [-1] },
      { name: 'classes', datatype: 'INT64', shape: [-1] },
      { name: 'labels', datatype: 'BYTES', shape: [-1] },
    ];
    return { inputs, outputs };
  }
  const outputs: Tensor[] = [
    { name: 'probabilities', datatype: 'FP32', shape: [1, labels.length] },
    { name: 'score', datatype: 'FP32', shape: [1] },
    { name: 'label', datatype: 'BYTES', shape: [1] },
  ];
  return { inputs, outputs };
}

/** The outputs that were asked for, or all of them. */
export function wantedOutputs(info: ModelInfo, { outputs }: InferRequest): readonly Tensor[] {
  const all = signature(info).outputs;
  if (outputs === undefined || outputs.length === 0) return all;
  // Else a request of a few megabytes would have an answer of hundreds.
  if (new Set(outputs.map(({ name }) => name)).size < outputs.length)
    throw new HttpError(400, 'An output can be asked for once.');
  return outputs.map(({ name }) => {
    const found = all.find((tensor) => tensor.name === name);
    if (found !== undefined) return found;
    const names = all.map((each) => each.name).join(', ');
    throw new HttpError(400, `There is no output "${name}"; there are ${names}.`);
  });
}

/** A prediction as a tensor. */
export function withData(tensor: Tensor, { labels }: ModelInfo, prediction: Prediction): TensorWithData {
  const { boxes, probabilities, score, label } = prediction;
  const data: Readonly<Record<string, readonly (string | number)[]>> = {
    boxes: boxes.flatMap(({ box }) => [...box]),
    scores: boxes.map((box) => box.score),
    classes: boxes.map(({ classId }) => classId),
    labels: boxes.map((box) => box.label),
    probabilities: labels.map((each) => probabilities[each] ?? 0),
    score: [score],
    label: [label],
  };
  const shape = tensor.shape.map((size) => (size === -1 ? boxes.length : size));
  return { ...tensor, shape, data: data[tensor.name] ?? [] };
}
