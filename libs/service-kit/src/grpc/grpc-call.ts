import type { Metadata, ServerUnaryCall, ServerWritableStream } from '@grpc/grpc-js';
import { SpanKind } from '@opentelemetry/api';
import { status } from '@grpc/grpc-js';
import type { Logger } from 'pino';
import type { ObserveDuration } from '../observability/metrics';
import type { OpenRequests } from '../observability/request-hooks';
import { authIdOf } from '../auth/principal';
import { startSpan } from '../observability/span';
import type { RequestState } from '../route/request-state';

/** What the kit reads of a call, unary or streaming. */
export type Call = ServerUnaryCall<unknown, unknown> | ServerWritableStream<unknown, unknown>;

export interface CallOptions {
  readonly logger: Logger;
  readonly durations: ObserveDuration<'method' | 'status'>;
  readonly open: OpenRequests;
  readonly addresses: (peer: string, forwarded: string | undefined) => string;
}

/** The only value of a key; repetitions are joined, as in HTTP. */
export const headerOf = (metadata: Metadata, name: string): string | undefined => {
  const values = metadata.get(name);
  return values.length === 0 ? undefined : values.map(String).join(', ');
};

/** Of whoever calls, for rate limits and the record. */
export const addressOf = (call: Call, { addresses }: CallOptions): string =>
  addresses(call.getPeer(), headerOf(call.metadata, 'x-forwarded-for'));

/** `tutti.devices.v1.DeviceService/GetDevice` */
const nameOf = (call: Call): string => call.getPath().slice(1);

/** Begins trace and abort signal of a call; whoever leaves, or whose deadline passes, aborts it. */
export const beginCall = (call: Call, { open }: CallOptions): RequestState => {
  const method = nameOf(call);
  const [span, context] = startSpan(method, {
    kind: SpanKind.SERVER,
    parent: headerOf(call.metadata, 'traceparent'),
    attributes: { 'rpc.system.name': 'grpc', 'rpc.method': method },
  });
  const state = { span, context, startedAt: process.hrtime.bigint(), abort: new AbortController() };
  open.add(state.abort);
  if (call.cancelled) state.abort.abort();
  call.once('cancelled', () => {
    state.abort.abort();
  });
  return state;
};

export interface CallEnd {
  readonly code: status;
  /** It lasted as long as its reader stayed. */
  readonly stream: boolean;
}

/** Ends span and signal; writes the log line and, unless it was a stream, the duration. */
export const endCall = (
  call: Call,
  state: RequestState,
  { code, stream }: CallEnd,
  options: CallOptions,
): void => {
  const { logger, durations, open } = options;
  const left = call.cancelled && code === status.OK;
  const name = status[left ? status.CANCELLED : code];
  const seconds = Number(process.hrtime.bigint() - state.startedAt) / 1e9;
  open.delete(state.abort);
  state.abort.abort();
  state.span.setAttribute('rpc.status_code', name);
  state.span.end();
  if (!stream) durations({ method: nameOf(call), status: name }, seconds, state.span.spanContext());
  const line = {
    rpc: nameOf(call),
    status: name,
    ms: Math.round(seconds * 10_000) / 10,
    traceId: state.span.spanContext().traceId,
    ...(state.principal ? { who: authIdOf(state.principal) } : {}),
    ...(state.code === undefined ? {} : { code: state.code }),
  };
  logger.info(line, 'call');
};
