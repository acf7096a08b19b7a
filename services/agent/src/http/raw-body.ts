import type { FastifyInstance } from 'fastify';

/** Leaves bodies as they came, for routes where JSON is followed by bytes. None is an empty one. */
export function rawBody(scope: FastifyInstance): FastifyInstance {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser(
    ['application/json', 'application/octet-stream'],
    { parseAs: 'buffer' },
    (_request, body, done) => done(null, body),
  );
  scope.addHook('preHandler', async (request) => {
    request.body ??= Buffer.alloc(0);
  });
  return scope;
}
