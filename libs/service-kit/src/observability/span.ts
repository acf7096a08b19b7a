import { randomBytes } from 'node:crypto';
import {
  type Attributes,
  type Context,
  type Link,
  type Span,
  SpanKind,
  SpanStatusCode,
  isSpanContextValid,
  trace,
} from '@opentelemetry/api';
import { contextFrom, parseTraceparent, runInContext } from './trace-context';

export interface SpanOptions {
  readonly kind?: SpanKind;
  readonly attributes?: Attributes;
  /** `traceparent` of the cause when it lies outside this call chain. */
  readonly parent?: string | undefined;
  /** `traceparent`s of further causes, of a batch say. */
  readonly links?: readonly (string | undefined)[];
}

const randomSpan = (): Span =>
  trace.wrapSpanContext({
    traceId: randomBytes(16).toString('hex'),
    spanId: randomBytes(8).toString('hex'),
    traceFlags: 0,
  });

/** Starts a span that always has a valid trace id, whether OpenTelemetry runs or not. */
export const startSpan = (
  name: string,
  { kind, attributes, parent, links = [] }: SpanOptions,
): [Span, Context] => {
  const from = contextFrom(parent);
  const linked: readonly Link[] = links.flatMap((link) => {
    const context = parseTraceparent(link);
    return context ? [{ context }] : [];
  });
  const started = trace
    .getTracer('tutti')
    .startSpan(
      name,
      { kind: kind ?? SpanKind.INTERNAL, attributes: attributes ?? {}, links: [...linked] },
      from,
    );
  const span = isSpanContextValid(started.spanContext()) ? started : randomSpan();
  return [span, trace.setSpan(from, span)];
};

/** Marks a span as failed without writing the message, which may hold personal data. */
export const failSpan = (span: Span, error: unknown): void => {
  span.setStatus({ code: SpanStatusCode.ERROR });
  span.setAttribute('error.type', error instanceof Error ? error.name : 'unknown');
};

/** Runs asynchronous work inside a span. */
export const withSpan = async <Result>(
  name: string,
  options: SpanOptions,
  work: (span: Span) => Promise<Result>,
): Promise<Result> => {
  const [span, inside] = startSpan(name, options);
  try {
    return await runInContext(inside, () => work(span));
  } catch (error) {
    failSpan(span, error);
    throw error;
  } finally {
    span.end();
  }
};
