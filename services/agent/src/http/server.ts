import { fastify, type FastifyInstance } from 'fastify';
import type { Logger } from '../log';
import type { Metrics } from '../metrics';
import type { ModelManager } from '../engine/model-manager';
import { answerErrors } from './answer-errors';
import { authorize } from './authorize';
import type { Gate } from './gate';
import { inferRoutes } from './infer.routes';
import { inferenceProtocolRoutes } from './inference-protocol.routes';
import { repositoryRoutes } from './repository.routes';
import type { InferenceService } from '../inference/inference-service';
import type { PictureService } from '../inference/picture-service';

export interface HttpOptions {
  readonly models: ModelManager;
  readonly pictures: PictureService;
  readonly inference: InferenceService;
  readonly gate: Gate;
  readonly metrics: Metrics;
  readonly token: string | undefined;
  readonly agentVersion: string;
  readonly log: Logger;
}

/** The agent's own HTTP API. Call `listen` on what it returns. */
export function createHttpServer(options: HttpOptions): FastifyInstance {
  const { models, pictures, inference, metrics, token, gate, agentVersion } = options;
  const server = fastify({
    logger: false,
    requestTimeout: 30_000,
    bodyLimit: 64 * 1024,
    return503OnClosing: true,
    routerOptions: { maxParamLength: 1024 },
  });
  server.removeContentTypeParser('text/plain');
  server.addHook('onRequest', authorize(token));
  answerErrors(server, options);
  inferRoutes(server, pictures, gate);
  inferenceProtocolRoutes(server, { models, inference, gate, agentVersion });
  repositoryRoutes(server, models, gate);
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
    const ready = models.loaded.length > 0;
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'no model is loaded' });
  });
}
