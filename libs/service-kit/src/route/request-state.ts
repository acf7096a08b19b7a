import { randomBytes } from 'node:crypto';
import type { Context, Span } from '@opentelemetry/api';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../auth/principal';

/** What the kit knows of a request while it lasts. */
export interface RequestState {
  readonly span: Span;
  readonly context: Context;
  readonly startedAt: bigint;
  readonly abort: AbortController;
  principal?: Principal;
  /** JSON body as it came. */
  rawBody?: Buffer;
  /** Code of the problem that it was answered with. */
  code?: string;
}

const states = new WeakMap<object, RequestState>();

export const beginRequest = (request: FastifyRequest, state: RequestState): void => {
  states.set(request.raw, state);
};

/** Undefined only for requests that failed before any hook ran. */
export const findState = (request: FastifyRequest): RequestState | undefined => states.get(request.raw);

export const stateOf = (request: FastifyRequest): RequestState => {
  const state = findState(request);
  if (!state) throw new Error('The request did not pass the hooks of the kit.');
  return state;
};

export const traceIdOf = (request: FastifyRequest): string =>
  findState(request)?.span.spanContext().traceId ?? randomBytes(16).toString('hex');
