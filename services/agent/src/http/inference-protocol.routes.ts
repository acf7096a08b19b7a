import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ModelManager } from '../engine/model-manager';
import type { InferenceService } from '../inference/inference-service';
import { pictureSignature } from '../inference/picture-tensors';
import { bodyLimit } from '../inference/picture-service';
import { extensions, serverName } from '../inference/server-info';
import type { Gate } from './gate';
import { sendAnswer } from './infer-answer';
import { readInferBody } from './infer-body';
import { parseQuery, tellKey } from './infer.routes';
import { rawBody } from './raw-body';
import { rawRequest } from './raw-request';

export interface InferenceProtocolParts {
  readonly models: ModelManager;
  readonly inference: InferenceService;
  readonly gate: Gate;
  readonly agentVersion: string;
}

interface ModelRoute {
  Params: { model: string; version?: string };
}
type ModelRequest = FastifyRequest<ModelRoute>;

const paths = ['/v2/models/:model', '/v2/models/:model/versions/:version'];

/** `/v2/…`: metadata, health and inference of the Open Inference Protocol (requirements 5.9, S3-11). */
export function inferenceProtocolRoutes(server: FastifyInstance, parts: InferenceProtocolParts): void {
  const { models, agentVersion } = parts;
  const live = { config: { open: true } };
  server.get('/v2', () => ({ name: serverName, version: agentVersion, extensions }));
  server.get('/v2/health/live', live, () => ({ live: true }));
  server.get('/v2/health/ready', live, (_request, reply) => {
    const ready = models.loaded.length > 0;
    // The published schema of this answer names its field `live`; servers in the field say `ready`.
    return reply.code(ready ? 200 : 503).send({ ready, live: true });
  });
  server.get('/v2/models', () => ({ models: models.loaded.map(({ name }) => name) }));
  for (const path of paths) {
    server.get<ModelRoute>(path, (request) => metadata(models, request));
    server.get<ModelRoute>(`${path}/ready`, ({ params }) => {
      const { name } = models.find(params.model, params.version);
      return { name, ready: true };
    });
  }
  void server.register(async (scope) => inferRoutes(rawBody(scope), parts));
}

function metadata(models: ModelManager, { params }: ModelRequest) {
  const { name, version, tensors, pictures } = models.find(params.model, params.version);
  const { inputs, outputs } = tensors;
  const about = { name, versions: [version], platform: 'onnx_onnxv1', inputs, outputs };
  if (pictures === undefined) return about;
  const { info } = pictures.model;
  // Beside the protocol's fields: what BYTES for the picture input mean.
  return { ...about, parameters: { task: info.task, labels: info.labels, picture: pictureSignature(info) } };
}

function inferRoutes(scope: FastifyInstance, { models, inference, gate }: InferenceProtocolParts): void {
  const infer = async (request: ModelRequest, reply: FastifyReply<ModelRoute>): Promise<FastifyReply> => {
    const { record, file = `http/${request.id}` } = parseQuery(request.query);
    const { model, version } = request.params;
    const body = request.body as Buffer;
    const raw = request.headers['inference-header-content-length'] === '0';
    const asked = raw ? rawRequest(body, models.find(model, version)) : readInferBody(body, request.headers);
    const answer = await inference.infer({ ...asked, model, version, record, file, source: 'http' });
    tellKey(reply, answer.key);
    return sendAnswer(reply, answer, { ...asked, id: asked.id ?? request.id });
  };
  for (const path of paths)
    scope.post<ModelRoute>(`${path}/infer`, { onRequest: gate.enter, bodyLimit }, infer);
}
