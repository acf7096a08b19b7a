import { Readable } from 'node:stream';
import type {} from '@fastify/cookie';
import type { FieldFault } from '@tutti/kernel';
import type { FastifyRequest } from 'fastify';
import { authIdOf } from '../auth/principal';
import { HttpRefusal } from '../problem/http-refusals';
import { assertSigned, limitedBody } from './body-stream';
import { parseIfMatch } from './conditional';
import { commandIdOf } from './idempotency';
import { metadataOf, parsePart, refuse } from './parse-part';
import { parsePosition, positionHeader } from './position';
import { type RequestState, stateOf } from './request-state';
import type { RouteInput, RouteSpec } from './route-spec';

const header = (request: FastifyRequest, name: string): string | undefined => {
  const value = request.headers[name];
  return Array.isArray(value) ? value.join(', ') : value;
};

const mediaType = (request: FastifyRequest): string =>
  (header(request, 'content-type') ?? '').split(';')[0]?.trim().toLowerCase() ?? '';

const isEmpty = (body: unknown): boolean => body === undefined || body === null;

const assertMediaType = (request: FastifyRequest, { body, bytes }: RouteSpec): void => {
  const type = mediaType(request);
  const json = /^application\/([a-z-]+\+)?json$/.test(type);
  if (bytes ? bytes.types.includes(type) : body === undefined || isEmpty(request.body) || json) return;
  const wanted = bytes ? bytes.types.join(', ') : 'application/json';
  throw new HttpRefusal(415, `The body must be ${wanted}.`, { accept: wanted });
};

/** Streams stay streams; JSON is parsed; a signed body must be the signed one. */
const parseBody = (
  request: FastifyRequest,
  spec: RouteSpec,
  state: RequestState,
  faults: FieldFault[],
): unknown => {
  const signed = state.principal?.kind === 'device' ? state.principal.body : undefined;
  if (spec.bytes) {
    const stream = request.body instanceof Readable ? request.body : Readable.from([]);
    return limitedBody(stream, spec.bytes.maxBytes, signed);
  }
  if (signed) assertSigned(state.rawBody ?? new Uint8Array(), signed);
  return parsePart(spec.body, request.body ?? undefined, '', faults);
};

/** Makes the handler's input of a request; all faults of its parts are reported together. */
export const parseRequest = (request: FastifyRequest, spec: RouteSpec): RouteInput<RouteSpec> => {
  const state = stateOf(request);
  assertMediaType(request, spec);
  const { position, ...query } = request.query as Record<string, unknown>;
  const faults: FieldFault[] = [];
  const parts = {
    params: parsePart(spec.params, request.params, '/path', faults),
    query: parsePart(spec.query, query, '/query', faults),
    headers: parsePart(spec.headers, request.headers, '/header', faults),
    body: parseBody(request, spec, state, faults),
  };
  if (faults.length > 0) refuse(faults);
  const scope = {
    principal: state.principal ? authIdOf(state.principal) : 'public',
    method: request.method,
    path: request.url.split('?')[0] ?? '',
    body: spec.bytes ? null : parts.body,
  };
  const lastEventId = header(request, 'last-event-id');
  return {
    ...parts,
    principal: state.principal,
    ifMatch: parseIfMatch(header(request, 'if-match'), spec.ifMatch),
    commandId: spec.command ? commandIdOf(header(request, 'idempotency-key'), scope) : undefined,
    position: parsePosition(header(request, positionHeader) ?? position),
    lastEventId:
      lastEventId === undefined || lastEventId === ''
        ? undefined
        : parsePosition(lastEventId, 'Last-Event-ID'),
    metadata: metadataOf(state),
    cookies: request.cookies,
    address: request.ip,
    signal: state.abort.signal,
  } as RouteInput<RouteSpec>;
};
