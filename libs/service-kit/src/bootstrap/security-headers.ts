import helmet, { type FastifyHelmetOptions } from '@fastify/helmet';
import type { FastifyInstance } from 'fastify';
import { docsPath } from '../openapi/serve-openapi';

/** Mantine writes its styles into the page at run time; scripts come from files only. */
const console = {
  useDefaults: false,
  directives: {
    defaultSrc: ["'self'"],
    scriptSrc: ["'self'"],
    styleSrc: ["'self'", "'unsafe-inline'"],
    imgSrc: ["'self'", 'data:', 'blob:'],
    fontSrc: ["'self'", 'data:'],
    connectSrc: ["'self'"],
    workerSrc: ["'self'", 'blob:'],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    objectSrc: ["'none'"],
    frameAncestors: ["'none'"],
  },
} as const;

const options = (docs: boolean): FastifyHelmetOptions => ({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      ...console.directives,
      // Swagger UI evaluates templates that it builds itself.
      scriptSrc: docs ? ["'self'", "'unsafe-inline'"] : console.directives.scriptSrc,
    },
  },
  referrerPolicy: { policy: 'no-referrer' },
  // It would reach all ports of the host, and this one speaks HTTPS alone anyway (docs/adr/0011).
  strictTransportSecurity: false,
});

/** ASVS 5.0 3.4: headers of every answer; the API browser has a policy of its own. */
export const addSecurityHeaders = async (server: FastifyInstance): Promise<void> => {
  await server.register(helmet, { global: false });
  server.addHook('onRequest', (request, reply, done) => {
    reply.helmet(options(request.url.startsWith(docsPath)));
    done();
  });
};
