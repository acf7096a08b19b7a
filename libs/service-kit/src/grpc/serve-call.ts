import { once } from 'node:events';
import {
  Metadata,
  type ServerUnaryCall,
  type ServerWritableStream,
  type StatusObject,
  type sendUnaryData,
  status,
} from '@grpc/grpc-js';
import { commonErrors } from '@tutti/contracts/common';
import { type Clock, DomainError } from '@tutti/kernel';
import type { Authenticator } from '../auth/authenticator';
import { authorise } from '../auth/authorise';
import { authIdOf } from '../auth/principal';
import { failSpan } from '../observability/span';
import { runInContext } from '../observability/trace-context';
import { foreseen } from '../problem/foreseen';
import { Answer, type AnswerExtras } from '../route/answer';
import { etagOf } from '../route/conditional';
import { positionHeader } from '../route/position';
import type { RequestState } from '../route/request-state';
import { errorStatus } from './error-status';
import { addressOf, beginCall, type Call, type CallOptions, endCall, headerOf } from './grpc-call';
import type { GrpcMethod } from './grpc-service';
import { parseCall, type Place } from './parse-call';

export interface ServeOptions extends CallOptions {
  readonly authenticator: Authenticator;
  readonly clock: Clock;
}

export type PlacedMethod = GrpcMethod & Place;

/** Who calls and whether that is allowed, then what is asked for, as in REST. */
const invoke = async (
  call: Call,
  method: PlacedMethod,
  state: RequestState,
  options: ServeOptions,
): Promise<unknown> => {
  const { spec } = method;
  if (spec.permission !== 'public')
    state.principal = await options.authenticator.bearer(headerOf(call.metadata, 'authorization'));
  authorise(state.principal, spec);
  const { input, message } = parseCall(call, method, { state, address: addressOf(call, options) });
  return method.handle(input, message);
};

/** The status of an error; ASVS 16.3: what is refused for lack of rights is on record, as is what nobody foresaw. */
const statusFor = (thrown: unknown, call: Call, state: RequestState, options: ServeOptions): StatusObject => {
  const error = foreseen(thrown);
  const { logger } = options;
  const { traceId } = state.span.spanContext();
  const answer = errorStatus(error, traceId);
  state.code = answer.code;
  const who = state.principal && authIdOf(state.principal);
  const line = { code: answer.code, who, address: addressOf(call, options), traceId };
  if (answer.unexpected) {
    failSpan(state.span, error);
    logger.error({ err: error, traceId }, 'unexpected');
  } else if (error instanceof DomainError && ['unauthenticated', 'forbidden'].includes(error.kind))
    logger.warn(line, 'refused');
  else if (error instanceof DomainError && error.kind === 'unavailable')
    logger.warn({ ...line, err: error.cause }, 'not available');
  return answer.status;
};

const trailersOf = ({ position, version }: AnswerExtras): Metadata => {
  const trailers = new Metadata();
  if (position !== undefined) trailers.set(positionHeader, String(position));
  if (version !== undefined) trailers.set('etag', etagOf(version));
  return trailers;
};

export const serveUnary =
  (method: PlacedMethod, options: ServeOptions) =>
  (call: ServerUnaryCall<unknown, unknown>, answer: sendUnaryData<unknown>): void => {
    const state = beginCall(call, options);
    const run = async (): Promise<void> => {
      let code = status.OK;
      try {
        const result = await invoke(call, method, state, options);
        const { body, extras } =
          result instanceof Answer ? (result as Answer<unknown>) : new Answer(result, {});
        answer(null, method.reply(body), trailersOf(extras));
      } catch (error) {
        const refusal = statusFor(error, call, state, options);
        ({ code } = refusal);
        answer(refusal);
      }
      endCall(call, state, { code, stream: method.stream }, options);
    };
    void runInContext(state.context, run);
  };

const expired = (): DomainError =>
  new DomainError(commonErrors['request.unauthenticated'], {
    detail: 'The access token has ended. Refresh the session, and go on after the last position.',
  });

/** Ends the stream with the caller's access token. */
const endWithToken = (state: RequestState, clock: Clock): NodeJS.Timeout | undefined => {
  if (state.principal?.kind !== 'user') return undefined;
  const left = state.principal.expiresAt.getTime() - clock.now().getTime();
  return setTimeout(() => {
    state.abort.abort(expired());
  }, left);
};

/** Writes no faster than the client reads. A stream that we end has an error as the signal's reason. */
const pump = async (
  call: ServerWritableStream<unknown, unknown>,
  messages: AsyncIterable<unknown>,
  method: GrpcMethod,
  signal: AbortSignal,
): Promise<void> => {
  for await (const message of messages) {
    if (signal.aborted) break;
    if (!call.write(method.reply(message)))
      await once(call, 'drain', { signal }).catch((error: unknown) => {
        if (!signal.aborted) throw error;
      });
  }
  if (signal.reason instanceof DomainError) throw signal.reason;
};

export const serveStream =
  (method: PlacedMethod, options: ServeOptions) =>
  (call: ServerWritableStream<unknown, unknown>): void => {
    const state = beginCall(call, options);
    const run = async (): Promise<void> => {
      let code = status.OK;
      let expiry: NodeJS.Timeout | undefined;
      try {
        const messages = (await invoke(call, method, state, options)) as AsyncIterable<unknown>;
        expiry = endWithToken(state, options.clock);
        await pump(call, messages, method, state.abort.signal);
        call.end();
      } catch (error) {
        const refusal = statusFor(error, call, state, options);
        ({ code } = refusal);
        call.emit('error', refusal);
      }
      clearTimeout(expiry);
      endCall(call, state, { code, stream: method.stream }, options);
    };
    void runInContext(state.context, run);
  };
