import { SpanKind } from '@opentelemetry/api';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Logger } from 'pino';
import { authIdOf } from '../auth/principal';
import { type RequestState, beginRequest, findState } from '../route/request-state';
import type { ObserveDuration } from './metrics';
import { startSpan } from './span';
import { runInContext } from './trace-context';

/** Requests that are being answered; shutting down aborts their signals, which ends streams. */
export type OpenRequests = Set<AbortController>;

export interface HookOptions {
  readonly logger: Logger;
  readonly durations: ObserveDuration<'method' | 'route' | 'status'>;
  readonly open: OpenRequests;
}

const unmatched = '(unmatched)';
const routeName = (request: FastifyRequest): string =>
  request.is404 ? unmatched : (request.routeOptions.url ?? unmatched);

const begin = (request: FastifyRequest, open: OpenRequests): RequestState => {
  const route = routeName(request);
  const header = request.headers['traceparent'];
  const [span, context] = startSpan(`${request.method} ${route}`, {
    kind: SpanKind.SERVER,
    parent: typeof header === 'string' ? header : undefined,
    attributes: {
      'http.request.method': request.method,
      'http.route': route,
      'url.scheme': request.protocol,
      'url.path': request.url.split('?')[0] ?? '',
    },
  });
  const state = { span, context, startedAt: process.hrtime.bigint(), abort: new AbortController() };
  beginRequest(request, state);
  open.add(state.abort);
  return state;
};

/** Polls of health and metrics would drown the rest. */
const quiet = new Set(['/healthz', '/readyz', '/metrics']);

/** A stream lasts as long as its reader stays. */
const isStream = (reply: FastifyReply): boolean =>
  String(reply.getHeader('content-type') ?? '').startsWith('text/event-stream');

/** Of callers that left before their answer; nginx's number. */
const callerLeft = 499;

const end = (
  request: FastifyRequest,
  reply: FastifyReply,
  state: RequestState,
  { logger, durations }: HookOptions,
): void => {
  const seconds = Number(process.hrtime.bigint() - state.startedAt) / 1e9;
  const route = routeName(request);
  const status = reply.raw.writableFinished || isStream(reply) ? reply.statusCode : callerLeft;
  state.span.setAttribute('http.response.status_code', status);
  state.span.end();
  if (!isStream(reply)) {
    const labels = { method: request.method, route, status: String(status) };
    durations(labels, seconds, state.span.spanContext());
  }
  const line = {
    method: request.method,
    route,
    path: request.url.split('?')[0],
    status,
    ms: Math.round(seconds * 10_000) / 10,
    traceId: state.span.spanContext().traceId,
    ...(state.principal ? { who: authIdOf(state.principal) } : {}),
    ...(state.code === undefined ? {} : { code: state.code }),
  };
  logger[quiet.has(route) ? 'trace' : 'info'](line, 'request');
};

/** Trace, log line, histogram and abort signal of every request. */
export const addRequestHooks = (server: FastifyInstance, options: HookOptions): void => {
  server.addHook('onRequest', (request, reply, done) => {
    const state = begin(request, options.open);
    // Not `onResponse`: that is not called for callers that leave, as those of streams do.
    reply.raw.once('close', () => {
      options.open.delete(state.abort);
      state.abort.abort();
      end(request, reply, state, options);
    });
    runInContext(state.context, done);
  });
  // What follows the body is run by the socket's `end` event, outside of the context that the request began in.
  server.addHook('preValidation', (request, _reply, done) => {
    const state = findState(request);
    if (state) runInContext(state.context, done);
    else done();
  });
};
