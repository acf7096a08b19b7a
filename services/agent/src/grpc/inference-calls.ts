import { Metadata, type ServerUnaryCall, type handleUnaryCall } from '@grpc/grpc-js';
import { Refusal, refusalOf } from '../common/refusal';
import type { ModelManager } from '../engine/model-manager';
import type { InferenceService } from '../inference/inference-service';
import { extensions, serverName } from '../inference/server-info';
import type { Logger } from '../log';
import type { GRPCInferenceServiceServer } from './gen/inference/v2/grpc_inference';
import { inferRequest, inferResponse } from './infer';
import { serviceError } from './status';

export interface InferenceCallParts {
  readonly models: ModelManager;
  readonly inference: InferenceService;
  readonly agentVersion: string;
  readonly log: Logger;
}

type Typed = {
  -readonly [
    Name in keyof GRPCInferenceServiceServer as string extends Name ? never : Name
  ]: GRPCInferenceServiceServer[Name];
};

/** The gRPC side of the Open Inference Protocol v2 (requirements 5.9). */
export function inferenceCalls(parts: InferenceCallParts): Typed {
  const { models, inference, agentVersion: version } = parts;
  const answer = answering(parts.log);
  return {
    serverLive: answer(() => ({ live: true })),
    serverReady: answer(() => ({ ready: models.loaded.length > 0 })),
    modelReady: answer(({ request }) => ({ ready: isReady(models, request.name, request.version) })),
    serverMetadata: answer(() => ({ name: serverName, version, extensions })),
    modelMetadata: answer(({ request }) => metadata(models, request.name, request.version)),
    modelInfer: answer(async (call) => {
      const found = await inference.infer(inferRequest(call.request));
      if (found.key !== undefined) tellKey(call, `${found.key.journal}/${found.key.seq}`);
      return inferResponse(found, call.request);
    }),
    repositoryIndex: answer(({ request: { ready } }) => ({
      models: models.index().filter(({ state }) => !ready || state === 'READY'),
    })),
    repositoryModelLoad: answer(async ({ request }) => {
      const modelName = nameOf(request);
      await models.load(modelName);
      return { modelName, isLoaded: true };
    }),
    repositoryModelUnload: answer(async ({ request }) => {
      const modelName = nameOf(request);
      await models.unload(modelName);
      return { modelName, isUnloaded: true };
    }),
  };
}

function answering(log: Logger) {
  return <Request, Response>(
      work: (call: ServerUnaryCall<Request, Response>) => Response | Promise<Response>,
    ): handleUnaryCall<Request, Response> =>
    (call, callback) => {
      Promise.resolve(call)
        .then(work)
        .then(
          (response) => callback(null, response),
          (error: unknown) => {
            const known = refusalOf(error);
            if (known === undefined || known.kind === 'unexpected')
              log.error({ err: error, path: call.getPath() }, 'A gRPC call failed');
            callback(serviceError(error));
          },
        );
    };
}

const versionOf = (version: string): string | undefined => (version === '' ? undefined : version);

/** The key under which a picture's result will arrive upstream, as `Tutti-Result` over HTTP. */
function tellKey(call: { sendMetadata(metadata: Metadata): void }, key: string): void {
  const metadata = new Metadata();
  metadata.set('tutti-result', key);
  call.sendMetadata(metadata);
}

function isReady(models: ModelManager, name: string, version: string): boolean {
  try {
    models.find(name, versionOf(version));
    return true;
  } catch (error) {
    const waits =
      error instanceof Refusal && (error.kind === 'illegal-state' || error.kind === 'unavailable');
    if (waits) return false;
    throw error;
  }
}

function metadata(models: ModelManager, model: string, asked: string) {
  const { name, version, tensors } = models.find(model, versionOf(asked));
  const told = (all: typeof tensors.inputs) =>
    all.map((each) => ({ ...each, shape: each.shape.map(BigInt) }));
  return {
    name,
    versions: [version],
    platform: 'onnx_onnxv1',
    inputs: told(tensors.inputs),
    outputs: told(tensors.outputs),
  };
}

/** KServe and Triton number the field differently. */
function nameOf({
  modelName,
  repositoryName,
}: {
  readonly modelName: string;
  readonly repositoryName: string;
}): string {
  const name = modelName || repositoryName;
  if (name === '') throw new Refusal('invalid', 'model_name is missing.');
  return name;
}
