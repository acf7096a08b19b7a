import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import { Refusal } from '../common/refusal';
import type { ModelManager } from '../engine/model-manager';
import type { Gate } from './gate';
import { rawBody } from './raw-body';

interface ModelRoute {
  Params: { model: string };
}

const indexRequest = z.object({ ready: z.boolean().default(false) });

/** `/v2/repository/…`: the `model_repository` extension. Parameters of others, such as `config`, are ignored. */
export function repositoryRoutes(server: FastifyInstance, models: ModelManager, gate: Gate): void {
  const index = (ready: boolean) => models.index().filter(({ state }) => !ready || state === 'READY');
  server.get('/v2/repository/index', () => index(false));
  void server.register(async (scope) => {
    rawBody(scope);
    scope.post('/v2/repository/index', async ({ body }) => {
      const asked = indexRequest.safeParse(objectOf(body));
      if (!asked.success) throw new Refusal('invalid', '"ready" must be true or false.');
      return index(asked.data.ready);
    });
    scope.post<ModelRoute>(
      '/v2/repository/models/:model/load',
      { onRequest: gate.enter },
      async (request, reply) => {
        objectOf(request.body);
        await models.load(request.params.model);
        return reply.send({});
      },
    );
    scope.post<ModelRoute>(
      '/v2/repository/models/:model/unload',
      { onRequest: gate.enter },
      async (request, reply) => {
        objectOf(request.body);
        await models.unload(request.params.model);
        return reply.send({});
      },
    );
  });
}

/** The body may be left out. */
function objectOf(body: unknown): unknown {
  const text = Buffer.isBuffer(body) ? body.toString('utf8').trim() : '';
  if (text === '') return {};
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return parsed;
  } catch {
    // Refused below.
  }
  throw new Refusal('invalid', 'The body must be a JSON object, or empty.');
}
