import { fastify, type FastifyInstance } from 'fastify';
import type { Logger } from '../log';
import type { Metrics } from '../metrics';
import type { ModelManager } from '../engine/model-manager';
import { authorize } from './authorize';
import { Gate } from './gate';
import { answerTo, HttpError } from './http-error';
import { inferRoutes } from './infer.routes';
import { inferenceProtocolRoutes } from './inference-protocol.routes';
import type { PictureService } from './picture-service';

export interface HttpOptions {
  readonly models: ModelManager;
  readonly pictures: PictureService;
  readonly metrics: Metrics;
  readonly token: string | undefined;
  readonly maxRequests: number;
  readonly agentVersion: string;
  readonly log: Logger;
}

/** The agent's own HTTP API. Call `listen` on what it returns. */
export function createHttpServer(options: HttpOptions): FastifyInstance {
  const { models, pictures, metrics, token, maxRequests, agentVersion } = options;
  const server = fastify({
    logger: false,
    requestTimeout: 30_000,
    bodyLimit: 64 * 1024,
    return503OnClosing: true,
  });
  server.removeContentTypeParser('text/plain');
  server.addHook('onRequest', authorize(token));
  answerErrors(server, options);
  const gate = new Gate(maxRequests);
  inferRoutes(server, pictures, gate);
  inferenceProtocolRoutes(server, { models, pictures, gate, agentVersion });
  healthRoutes(server, models);
  server.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );
  return server;
}

function healthRoutes(server: FastifyInstance, models: ModelManager): void {
  const open = { config: { open: true } };
  server.get('/healthz', open, () => ({ status: 'ok' }));
  server.get('/readyz', open, (_request, reply) => {
    const ready = models.current !== undefined;
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'no model is loaded' });
  });
}

/** Every refusal is `{"error": "…"}`, as the Open Inference Protocol has it. */
function answerErrors(server: FastifyInstance, { metrics, log }: HttpOptions): void {
  server.setNotFoundHandler((request) => {
    throw new HttpError(404, `There is nothing at ${request.method} ${request.url.split('?')[0]}.`);
  });
  server.setErrorHandler((error, request, reply) => {
    const { status, message } = answerTo(error);
    metrics.refusals.inc({ status: String(status) });
    if (status === 503) reply.header('retry-after', '5');
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    if (status === 500) log.error({ err: error, url: request.url }, `A request failed: ${message}`);
    return reply.code(status).send({ error: message });
  });
}
