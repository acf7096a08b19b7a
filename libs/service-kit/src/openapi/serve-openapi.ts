import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import type { Json } from './json-schema';

export const docsPath = '/api/docs';

/** The document at `/api/openapi.json`, and Swagger UI, from its local files, at `/api/docs`. */
export const serveOpenApi = (app: NestFastifyApplication, document: () => Json): void => {
  app
    .getHttpAdapter()
    .getInstance()
    .get('/api/openapi.json', async (_request, reply) =>
      reply
        .type('application/json; charset=utf-8')
        .header('cache-control', 'no-cache')
        .send(JSON.stringify(document())),
    );
  SwaggerModule.setup(docsPath, app, () => document() as unknown as OpenAPIObject, { raw: false });
};
