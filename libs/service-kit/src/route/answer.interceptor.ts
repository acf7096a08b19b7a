import { Readable } from 'node:stream';
import type {} from '@fastify/cookie';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type Observable, map } from 'rxjs';
import { Answer, type AnswerExtras } from './answer';
import { etagOf, isKnownTag } from './conditional';
import { positionHeader } from './position';
import type { RouteSpec } from './route-spec';
import { routeOf } from './route.decorator';

const jsonType = 'application/json; charset=utf-8';

const etagFor = ({ etag, version }: AnswerExtras): string | undefined => {
  if (etag !== undefined) return `"${etag}"`;
  return version === undefined ? undefined : etagOf(version);
};

/** A route with both answers in JSON unless its handler gives bytes. */
const isJson = (spec: RouteSpec, body: unknown): boolean =>
  spec.response !== undefined && !(spec.produces !== undefined && isBytes(body));

const isBytes = (body: unknown): boolean => body instanceof Readable || body instanceof Uint8Array;

const headersOf = (
  spec: RouteSpec,
  { body, extras }: Answer<unknown>,
): Readonly<Record<string, string | undefined>> => ({
  [positionHeader]: extras.position?.toString(),
  etag: etagFor(extras),
  location: extras.location,
  'cache-control': extras.cacheControl ?? (spec.method === 'GET' ? 'private, no-cache' : 'no-store'),
  'content-type': isJson(spec, body) ? jsonType : (extras.contentType ?? spec.produces),
  'content-length': extras.contentLength?.toString(),
  ...extras.headers,
});

const setCookies = (reply: FastifyReply, { cookies = [] }: AnswerExtras): void => {
  for (const { name, value, path, expires, secure } of cookies)
    reply.setCookie(name, value, {
      path,
      secure,
      httpOnly: true,
      sameSite: 'strict',
      ...(expires ? { expires } : {}),
    });
};

const isRead = ({ method }: FastifyRequest): boolean => method === 'GET' || method === 'HEAD';

/**
 * Whether the caller has these bytes already: the answer becomes a 304 without a body. An aggregate's version says
 * nothing of the telemetry beside it in the body: it is for `If-Match` alone.
 */
const isKnown = (request: FastifyRequest, reply: FastifyReply, { etag }: AnswerExtras): boolean => {
  if (etag === undefined || !isRead(request)) return false;
  if (!isKnownTag(request.headers['if-none-match'], etag)) return false;
  reply.code(304).removeHeader('content-length').removeHeader('content-type');
  return true;
};

const payloadOf = (spec: RouteSpec, body: unknown): unknown => {
  if (spec.response && isJson(spec, body)) return JSON.stringify(spec.response.parse(body));
  return body instanceof Uint8Array && !Buffer.isBuffer(body) ? Buffer.from(body) : body;
};

const send = (spec: RouteSpec, result: unknown, request: FastifyRequest, reply: FastifyReply): unknown => {
  const given = result instanceof Answer ? (result as Answer<unknown>) : new Answer(result, {});
  const { body, extras } = given;
  const payload = payloadOf(spec, body);
  for (const [name, value] of Object.entries(headersOf(spec, given)))
    if (value !== undefined) reply.header(name, value);
  setCookies(reply, extras);
  if (extras.status !== undefined) reply.code(extras.status);
  const isUnwanted = isKnown(request, reply, extras);
  // Fastify answers HEAD from the same handlers, and would read a stream to its end to throw it away.
  if (payload instanceof Readable && (isUnwanted || request.method === 'HEAD')) {
    payload.destroy();
    return isUnwanted ? undefined : Readable.from([]);
  }
  return isUnwanted ? undefined : payload;
};

/** Turns what a handler returns into body, status and headers. */
export class AnswerInterceptor implements NestInterceptor {
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    const spec = routeOf(context.getHandler());
    if (!spec) return next.handle();
    const http = context.switchToHttp();
    return next
      .handle()
      .pipe(
        map((result) =>
          send(spec, result, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>()),
        ),
      );
  }
}
