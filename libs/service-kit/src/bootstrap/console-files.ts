import fastifyStatic from '@fastify/static';
import type { FastifyInstance } from 'fastify';

/** Names of built files hold their hash. */
const isImmutable = (path: string): boolean => /[\\/]assets[\\/]/.test(path);

/** The built console: its files, and `index.html` for every address that its own router knows. */
export const serveConsole = async (server: FastifyInstance, root: string): Promise<void> => {
  await server.register(fastifyStatic, {
    root,
    wildcard: false,
    index: ['index.html'],
    cacheControl: false,
    setHeaders: (reply, path) => {
      void reply.header(
        'cache-control',
        isImmutable(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
      );
    },
  });
  server.get('/*', async (request, reply) => {
    const page = request.headers.accept?.includes('text/html') === true && !request.url.startsWith('/api/');
    if (!page) {
      reply.callNotFound();
      return reply;
    }
    return reply.header('cache-control', 'no-cache').sendFile('index.html', { cacheControl: false });
  });
};
