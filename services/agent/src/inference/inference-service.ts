import { ModelError, type Tensor } from '@tutti/vision';
import { Refusal } from '../common/refusal';
import type { ModelManager } from '../engine/model-manager';
import type { ServedModel } from '../engine/served-model';
import type { Metrics } from '../metrics';
import { classified } from './classification';
import type { InferAnswer, InferInput, InferRequest, NamedTensor, RequestedOutput } from './infer-request';
import type { PictureService } from './picture-service';
import { pictureSignature, pictureTensors } from './picture-tensors';
import { checkHead } from './tensor-shape';

export interface InferenceServiceParts {
  readonly models: ModelManager;
  readonly pictures: PictureService;
  readonly metrics: Metrics;
}

/** Answers requests of the Open Inference Protocol v2 with any loaded model. */
export class InferenceService {
  constructor(private readonly parts: InferenceServiceParts) {}

  /** Throws a `Refusal`, or the engine's own errors (`refusalOf`). */
  async infer(request: InferRequest): Promise<InferAnswer> {
    const model = this.parts.models.find(request.model, request.version);
    try {
      const answer = await (isPicture(model, request)
        ? this.judge(model, request)
        : this.run(model, request));
      return answer;
    } catch (error) {
      this.parts.metrics.requestFailures.inc({ model_name: model.name });
      throw error;
    }
  }

  /** The picture is decoded, resized and judged as the folder's are. */
  private async judge(model: ServedModel, request: InferRequest): Promise<InferAnswer> {
    const { inputs, outputs, record, file, source, version } = request;
    const info = model.pictures?.model.info;
    if (info === undefined) throw new Refusal('invalid', `Model "${model.name}" takes no pictures.`);
    checkNames('output', outputs, pictureSignature(info).outputs);
    const picture = pictureOf(inputs, info.input.name);
    const asked = { file, record, source, model: { name: model.name, version } };
    const { active, prediction, key } = await this.parts.pictures.judge(picture, asked);
    const { reference, model: judge } = active;
    const told = pictureTensors(judge.info, prediction);
    const labels = judge.info.labels;
    return { model: reference.name, version: reference.version, outputs: chosen(outputs, told, labels), key };
  }

  private async run(model: ServedModel, { inputs, outputs }: InferRequest): Promise<InferAnswer> {
    const { tensors, name, version } = model;
    const { preprocess, predict, postprocess } = this.parts.metrics;
    checkNames('input', inputs, tensors.inputs);
    checkNames('output', outputs, tensors.outputs);
    const times = [performance.now()];
    const feeds: Record<string, Tensor> = Object.create(null) as Record<string, Tensor>;
    for (const declared of tensors.inputs) {
      const input = inputs.find((each) => each.name === declared.name);
      if (input === undefined) throw new Refusal('invalid', `Input "${declared.name}" is missing.`);
      const head = checkHead(input, declared);
      feeds[head.name] = { datatype: head.datatype, shape: head.shape, values: input.content.values(head) };
    }
    const names = (outputs.length === 0 ? tensors.outputs : outputs).map((each) => each.name);
    times.push(performance.now());
    const results = await tensors.run(feeds, names).catch((error: unknown) => {
      throw error instanceof ModelError ? new Refusal('invalid', error.message, { cause: error }) : error;
    });
    times.push(performance.now());
    const told = names.flatMap((output, at) => {
      const result = results[at];
      return result === undefined ? [] : [{ ...result, name: output }];
    });
    const answer = { model: name, version, outputs: chosen(outputs, told, labelsOf(model)), key: undefined };
    times.push(performance.now());
    for (const [at, histogram] of [preprocess, predict, postprocess].entries())
      histogram.observe({ model_name: name }, ((times[at + 1] ?? 0) - (times[at] ?? 0)) / 1000);
    return answer;
  }
}

/** BYTES for an input that takes pixels: the agent makes the tensor. */
function isPicture({ pictures, tensors }: ServedModel, { inputs }: InferRequest): boolean {
  const declared = tensors.inputs.find(({ name }) => name === pictures?.model.info.input.name);
  return (
    declared !== undefined &&
    inputs.some(({ name, datatype }) => name === declared.name && datatype === 'BYTES')
  );
}

function pictureOf(inputs: readonly InferInput[], name: string): Buffer {
  const [input] = inputs;
  if (input === undefined || inputs.length > 1)
    throw new Refusal('invalid', `A picture is the only input, "${name}".`);
  if (input.shape.length !== 1 || input.shape[0] !== 1)
    throw new Refusal('invalid', `A picture in input "${name}" has shape [1], not [${input.shape.join()}].`);
  return input.content.picture();
}

interface Named {
  readonly name: string;
}

/** Each exists and is named once: else a small request could have a huge answer. */
function checkNames(what: 'input' | 'output', given: readonly Named[], known: readonly Named[]): void {
  if (new Set(given.map(({ name }) => name)).size < given.length)
    throw new Refusal('invalid', `An ${what} can be named once.`);
  const unknown = given.find(({ name }) => !known.some((each) => each.name === name));
  if (unknown === undefined) return;
  const names = known.map(({ name }) => name).join(', ');
  throw new Refusal('invalid', `There is no ${what} "${unknown.name.slice(0, 128)}"; there are ${names}.`);
}

function chosen(
  outputs: readonly RequestedOutput[],
  told: readonly NamedTensor[],
  labels: readonly string[],
): readonly NamedTensor[] {
  if (outputs.length === 0) return told;
  return outputs.flatMap(({ name, classes }) => {
    const tensor = told.find((each) => each.name === name);
    if (tensor === undefined) return [];
    return [classes === undefined ? tensor : classified(tensor, classes, labels)];
  });
}

const labelsOf = ({ pictures }: ServedModel): readonly string[] => pictures?.model.info.labels ?? [];
