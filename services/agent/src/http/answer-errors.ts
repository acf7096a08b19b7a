import type { FastifyInstance } from 'fastify';
import { Refusal, type RefusalKind, refusalOf } from '../common/refusal';
import type { Logger } from '../log';
import type { Metrics } from '../metrics';

const statuses: Readonly<Record<RefusalKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  forbidden: 403,
  'not-found': 404,
  'illegal-state': 409,
  'too-large': 413,
  'unsupported-type': 415,
  unprocessable: 422,
  quota: 429,
  unavailable: 503,
  unexpected: 500,
};

/** Every refusal is `{"error": "…"}`, as the Open Inference Protocol has it. */
export function answerErrors(
  server: FastifyInstance,
  { metrics, log }: { readonly metrics: Metrics; readonly log: Logger },
): void {
  server.setNotFoundHandler((request) => {
    throw new Refusal('not-found', `There is nothing at ${request.method} ${request.url.split('?')[0]}.`);
  });
  server.setErrorHandler((error, request, reply) => {
    const { status, message } = answerTo(error);
    metrics.refusals.inc({ status: String(status) });
    if (status === 503) reply.header('retry-after', '5');
    if (status === 429) reply.header('retry-after', '1');
    if (status === 401) reply.header('www-authenticate', 'Bearer');
    if (status === 500) log.error({ err: error, url: request.url }, `A request failed: ${message}`);
    return reply.code(status).send({ error: message });
  });
}

/** Of whatever a handler or Fastify threw; the inside of an unexpected error stays inside. */
function answerTo(error: unknown): { readonly status: number; readonly message: string } {
  const refusal = refusalOf(error);
  if (refusal !== undefined) return { status: statuses[refusal.kind], message: refusal.message };
  const told = error instanceof Error && 'statusCode' in error ? error.statusCode : undefined;
  if (error instanceof Error && typeof told === 'number' && told >= 400 && told < 500)
    return { status: told, message: error.message };
  return { status: 500, message: 'Something went wrong; see the log.' };
}
