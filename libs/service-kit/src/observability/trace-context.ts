import { AsyncLocalStorage } from 'node:async_hooks';
import {
  type Context,
  ROOT_CONTEXT,
  type SpanContext,
  context,
  isSpanContextValid,
  trace,
} from '@opentelemetry/api';

/**
 * OpenTelemetry's own context manager exists only while its SDK runs. A trace id must always be there, so the context
 * is kept here too.
 */
const storage = new AsyncLocalStorage<Context>();

export const activeContext = (): Context => {
  const active = context.active();
  return active === ROOT_CONTEXT ? (storage.getStore() ?? ROOT_CONTEXT) : active;
};

/** Runs the work, and all that it starts, inside a context. */
export const runInContext = <Result>(inside: Context, work: () => Result): Result =>
  storage.run(inside, () => context.with(inside, work));

/** W3C Trace Context, version 00. Anything else is no context. */
const pattern = /^00-([0-9a-f]{32})-([0-9a-f]{16})-([0-9a-f]{2})$/;

export const parseTraceparent = (header: string | undefined): SpanContext | undefined => {
  const match = header === undefined ? null : pattern.exec(header);
  if (!match) return undefined;
  const [, traceId = '', spanId = '', flags = ''] = match;
  const parsed = { traceId, spanId, traceFlags: Number.parseInt(flags, 16) & 1, isRemote: true };
  return isSpanContextValid(parsed) ? parsed : undefined;
};

export const formatTraceparent = ({ traceId, spanId, traceFlags }: SpanContext): string =>
  `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, '0')}`;

export const currentSpanContext = (): SpanContext | undefined => trace.getSpanContext(activeContext());

/** `traceparent` of the work at hand, for commits and messages; undefined outside of any request or span. */
export const currentTraceparent = (): string | undefined => {
  const current = currentSpanContext();
  return current && formatTraceparent(current);
};

/** A context whose parent is the given `traceparent`; without one, the active context. */
export const contextFrom = (traceparent: string | undefined): Context => {
  const remote = parseTraceparent(traceparent);
  return remote ? trace.setSpanContext(ROOT_CONTEXT, remote) : activeContext();
};
