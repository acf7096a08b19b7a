import { createHash, timingSafeEqual } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Registry } from 'prom-client';
import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';
import { sendProblem } from '../problem/problem.filter';
import { expose } from './exposition';
import type { Readiness } from './readiness';

export interface OperationsOptions {
  readonly readiness: Readiness;
  readonly registry: Registry;
  /** Bearer token for callers from other machines; without it they are refused. */
  readonly token: string | undefined;
}

const isLoopback = (address: string): boolean => {
  const plain = address.replace(/^::ffff:/, '');
  return plain === '::1' || (isIPv4(plain) && plain.startsWith('127.'));
};

/** Through a proxy on this machine everybody comes from loopback: then only the token counts. */
const isLocal = (request: FastifyRequest): boolean =>
  isLoopback(request.ip) &&
  request.headers.forwarded === undefined &&
  request.headers['x-forwarded-for'] === undefined;

const digest = (text: string): Buffer => createHash('sha256').update(text).digest();

const bearsToken = (request: FastifyRequest, token: string | undefined): boolean =>
  token !== undefined &&
  timingSafeEqual(digest(request.headers.authorization ?? ''), digest(`Bearer ${token}`));

/** `/healthz`, `/readyz` and `/metrics`: for this machine, and for those who bear the operations token. */
export const addOperationsRoutes = (server: FastifyInstance, options: OperationsOptions): void => {
  const admit = async (request: FastifyRequest, reply: FastifyReply): Promise<unknown> => {
    if (isLocal(request) || bearsToken(request, options.token)) return undefined;
    const detail = 'Send the operations token as `Authorization: Bearer …`.';
    sendProblem(new DomainError(commonErrors['request.unauthenticated'], { detail }), request, reply);
    return reply;
  };
  server.get('/healthz', { onRequest: admit }, async (_request, reply) =>
    reply.header('cache-control', 'no-store').send({ status: 'ok' }),
  );
  server.get('/readyz', { onRequest: admit }, async (_request, reply) => {
    const report = await options.readiness.report();
    return reply
      .code(report.ready ? 200 : 503)
      .header('cache-control', 'no-store')
      .send(report);
  });
  server.get('/metrics', { onRequest: admit }, async (request, reply) => {
    const { contentType, text } = await expose(options.registry, request.headers.accept);
    return reply.type(contentType).header('cache-control', 'no-store').send(text);
  });
};
