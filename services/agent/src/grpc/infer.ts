import { Refusal } from '../common/refusal';
import { toBinary } from '../inference/binary-tensor';
import type { InferAnswer, InferRequest } from '../inference/infer-request';
import { contentsOf, rawContent, typedContent } from './contents';
import type {
  InferParameter,
  ModelInferRequest,
  ModelInferRequest_InferRequestedOutputTensor as RequestedOutput,
  ModelInferResponse,
} from './gen/inference/v2/grpc_inference';

type Parameters = Readonly<Record<string, InferParameter>>;

/** What a call asks, in the words of every transport. Nothing of the tensors is read yet. */
export function inferRequest(call: ModelInferRequest): InferRequest {
  const { inputs, rawInputContents: raw, parameters } = call;
  if (call.modelName === '') throw new Refusal('invalid', 'model_name is missing.');
  if (raw.length > 0 && raw.length !== inputs.length)
    throw new Refusal(
      'invalid',
      `raw_input_contents has ${raw.length} entries for ${inputs.length} inputs: all or none.`,
    );
  if (raw.length > 0 && inputs.some(({ contents }) => contents !== undefined))
    throw new Refusal('invalid', 'An input has contents although raw_input_contents is used.');
  return {
    model: call.modelName,
    version: call.modelVersion === '' ? undefined : call.modelVersion,
    inputs: inputs.map(({ name, datatype, shape, contents }, at) => {
      const bytes = raw[at];
      const content = bytes === undefined ? typedContent(name, contents) : rawContent(name, bytes);
      return { name, datatype, shape: shape.map(Number), content };
    }),
    outputs: call.outputs.map((output) => ({ name: output.name, classes: classesOf(output) })),
    record: choice(parameters, 'record', 'boolParam') !== false,
    file: fileOf(parameters),
    source: 'grpc',
  };
}

function fileOf(parameters: Parameters): string {
  const file = choice(parameters, 'file', 'stringParam') ?? 'grpc';
  if (typeof file === 'string' && file.length <= 256) return file;
  throw new Refusal('invalid', 'Parameter "file" must be a text of at most 256 characters.');
}

function classesOf({ name, parameters }: RequestedOutput): number | undefined {
  if (parameters['classification'] === undefined) return undefined;
  const classes = Number(choice(parameters, 'classification', 'int64Param') ?? 0);
  if (classes > 0) return classes;
  throw new Refusal('invalid', `Output "${name}": classification must be a number of classes, 1 or more.`);
}

function choice(parameters: Parameters, name: string, kind: 'boolParam' | 'stringParam' | 'int64Param') {
  const given = Object.hasOwn(parameters, name) ? parameters[name]?.parameterChoice : undefined;
  if (given === undefined) return undefined;
  if (given.$case === kind) return Object.entries(given).find(([key]) => key === kind)?.[1] as unknown;
  throw new Refusal('invalid', `Parameter "${name}" must be a ${kind}.`);
}

/** In typed fields or as bytes, as the call came; FP16 always makes it bytes. */
export function inferResponse(answer: InferAnswer, call: ModelInferRequest): ModelInferResponse {
  const raw = call.rawInputContents.length > 0 || answer.outputs.some(({ datatype }) => datatype === 'FP16');
  return {
    modelName: answer.model,
    modelVersion: answer.version,
    id: call.id,
    parameters: {},
    outputs: answer.outputs.map((output) => ({
      name: output.name,
      datatype: output.datatype,
      shape: output.shape.map(BigInt),
      parameters: {},
      contents: raw ? undefined : contentsOf(output),
    })),
    rawOutputContents: raw ? answer.outputs.map(toBinary) : [],
  };
}
