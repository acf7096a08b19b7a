import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ActiveModel } from '../engine/active-model';
import { type ModelManager, NoModelError } from '../engine/model-manager';
import type { Gate } from './gate';
import { HttpError } from './http-error';
import { parseQuery, tellKey } from './infer.routes';
import { parseInferRequest, pictureOf, signature, wantedOutputs, withData } from './inference-protocol';
import { type PictureService, bodyLimit, pictureBytes } from './picture-service';

export interface InferenceProtocolParts {
  readonly models: ModelManager;
  readonly pictures: PictureService;
  readonly gate: Gate;
  readonly agentVersion: string;
}

interface ModelRoute {
  Params: { model: string; version?: string };
}
type ModelRequest = FastifyRequest<ModelRoute>;

/** `/v2/…`: metadata, health and inference of the Open Inference Protocol (requirements 5.9). */
export function inferenceProtocolRoutes(server: FastifyInstance, parts: InferenceProtocolParts): void {
  const { models, pictures, gate, agentVersion } = parts;
  const live = { config: { open: true } };
  server.get('/v2', () => ({ name: 'tutti-agent', version: agentVersion, extensions: [] }));
  server.get('/v2/health/live', live, () => ({ live: true }));
  server.get('/v2/health/ready', live, (_request, reply) => {
    const ready = models.current !== undefined;
    // The published schema of this answer names its field `live`; servers in the field say `ready`.
    return reply.code(ready ? 200 : 503).send({ ready, live: true });
  });

  const metadata = (request: ModelRequest) => {
    const { model, reference } = activeFor(models, request);
    const { inputs, outputs } = signature(model.info);
    return { name: reference.name, versions: [reference.version], platform: 'onnx_onnxv1', inputs, outputs };
  };
  const ready = (request: ModelRequest) => ({ name: activeFor(models, request).reference.name, ready: true });
  const infer = async (request: ModelRequest, reply: FastifyReply<ModelRoute>) => {
    const { model } = activeFor(models, request);
    const asked = parseInferRequest(request.body);
    const wanted = wantedOutputs(model.info, asked);
    const { record, file } = parseQuery(request.query);
    const picture = pictureBytes(pictureOf(asked, model.info));
    const judged = await pictures.judge(picture, file ?? `http/${request.id}`, record);
    tellKey(reply, judged);
    const { reference, model: judge } = judged.active;
    const outputs = wanted.map((tensor) => withData(tensor, judge.info, judged.prediction));
    return {
      model_name: reference.name,
      model_version: reference.version,
      id: asked.id ?? request.id,
      outputs,
    };
  };
  for (const path of ['/v2/models/:model', '/v2/models/:model/versions/:version']) {
    server.get<ModelRoute>(path, metadata);
    server.get<ModelRoute>(`${path}/ready`, ready);
    server.post<ModelRoute>(`${path}/infer`, { onRequest: gate.enter, bodyLimit }, infer);
  }
}

function activeFor({ current }: ModelManager, { params }: ModelRequest): ActiveModel {
  if (current === undefined) throw new NoModelError('No model is loaded yet.');
  const { name, version } = current.reference;
  if (params.model !== name)
    throw new HttpError(404, `There is no model "${params.model}"; "${name}" is loaded.`);
  if (params.version !== undefined && params.version !== version)
    throw new HttpError(404, `Model "${name}" has no version "${params.version}"; "${version}" is loaded.`);
  return current;
}
