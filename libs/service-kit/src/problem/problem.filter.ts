import { Catch, type ArgumentsHost, type ExceptionFilter, NotFoundException } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { authIdOf } from '../auth/principal';
import { findState, traceIdOf } from '../route/request-state';
import { foreseen } from './foreseen';
import { HttpRefusal } from './http-refusals';
import { problemOf } from './problem';

export const pathOf = (request: FastifyRequest): string => request.url.split('?')[0] ?? '';

/** Answers a request with a problem. */
export const sendProblem = (error: unknown, request: FastifyRequest, reply: FastifyReply): unknown => {
  const answer = problemOf(error, { instance: pathOf(request), traceId: traceIdOf(request) });
  const state = findState(request);
  if (state) state.code = answer.problem.code;
  void reply
    .code(answer.problem.status)
    .headers(answer.headers)
    .type('application/problem+json; charset=utf-8')
    .send(JSON.stringify(answer.problem));
  return answer.unexpected ? error : undefined;
};

/** The one place where errors become answers; what nobody foresaw is logged with its stack. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(
    private readonly logger: Logger,
    private readonly allowed: (path: string) => readonly string[],
  ) {}

  catch(thrown: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    if (reply.raw.headersSent) {
      this.logger.error({ err: thrown, traceId: traceIdOf(request) }, 'an answer broke off');
      reply.raw.destroy();
      return;
    }
    const error = thrown instanceof NotFoundException ? this.#notFound(request) : foreseen(thrown);
    const unforeseen = sendProblem(error, request, reply);
    if (unforeseen !== undefined)
      this.logger.error({ err: unforeseen, traceId: traceIdOf(request) }, 'unexpected');
    else this.#note(error, request, reply.statusCode);
  }

  #notFound(request: FastifyRequest): HttpRefusal {
    const methods = this.allowed(pathOf(request));
    // The router refuses some paths that look right, those with an overlong part.
    return methods.length > 0 && !methods.some((method) => method === request.method)
      ? new HttpRefusal(405, `Allowed here: ${methods.join(', ')}.`, { allow: methods.join(', ') })
      : new HttpRefusal(404, `There is nothing at ${pathOf(request)}.`);
  }

  /** ASVS 16.3: failed authentication and authorisation are on record; so is why something was not available. */
  #note(error: unknown, request: FastifyRequest, status: number): void {
    if (status !== 401 && status !== 403 && status !== 503) return;
    const state = findState(request);
    const who = state?.principal && authIdOf(state.principal);
    const why = error instanceof Error ? error.cause : undefined;
    const line = { code: state?.code, who, address: request.ip, traceId: traceIdOf(request), err: why };
    this.logger.warn(line, status === 503 ? 'not available' : 'refused');
  }
}
