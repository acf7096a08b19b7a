import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream';
import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';
import { sendProblem } from '@tutti/service-kit';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { endToEnd, forward } from './forward';
import type { Pool } from './pool';

const serviceFor = (pool: Pool, path: string): string => {
  const service = pool.routes.serviceOf(path);
  if (service !== undefined) return service;
  if (pool.complete)
    throw new DomainError(commonErrors['request.not-found'], { detail: `There is nothing at ${path}.` });
  throw new DomainError(commonErrors['service.unavailable'], {
    detail: 'Not all services have started yet. Try again in a moment.',
  });
};

const isStream = ({ headers }: IncomingMessage): boolean =>
  headers['content-type']?.startsWith('text/event-stream') === true;

/** Everything below `/api/v1` goes to the service that its path belongs to: bodies, streams and cookies as they are. */
export const addRestRoutes = (server: FastifyInstance, pool: Pool, answerMs: number): void => {
  const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    try {
      const service = serviceFor(pool, request.url.split('?')[0] ?? '');
      const answer = await forward(pool, service, request.raw, answerMs);
      reply.hijack();
      reply.raw.writeHead(answer.statusCode ?? 502, endToEnd(answer.headers));
      // The head of a stream of events is not to wait for the first of them.
      if (isStream(answer)) reply.raw.flushHeaders();
      // Whichever side breaks off ends the other.
      pipeline(answer, reply.raw, () => undefined);
    } catch (error) {
      sendProblem(error, request, reply);
    }
    return reply;
  };
  void server.register((scope, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', (_request, _payload, parsed) => parsed(null));
    scope.all('/api/v1/*', handle);
    done();
  });
};
