import { type Attributes, SpanKind } from '@opentelemetry/api';
import type { EventLog, NewCommit } from '@tutti/event-store';
import type { Commit } from '@tutti/kernel';
import type { AroundBatch, AroundEffect, AroundTelemetry } from '@tutti/runtime';
import type { Registry } from 'prom-client';
import { messagingMetrics, timed } from './messaging-metrics';
import { startSpan, withSpan } from './span';
import { currentTraceparent, parseTraceparent } from './trace-context';

/** Semantic conventions for messaging (1.44): subjects hold ids, so names and attributes use the template. */
const destination = (context: string, aggregate: string): string => `evt.${context}.${aggregate}.{id}`;

const attributesOf = (operation: 'publish' | 'process', template: string): Record<string, string> => ({
  'messaging.system': 'nats',
  'messaging.operation.name': operation,
  'messaging.operation.type': operation === 'publish' ? 'send' : 'process',
  'messaging.destination.template': template,
});

type Commits = readonly [NewCommit, ...NewCommit[]];

const messageOf = (commits: Commits): Record<string, string | number> =>
  commits.length === 1
    ? { 'messaging.message.id': commits[0].id }
    : { 'messaging.batch.message_count': commits.length };

/** A commit says which trace it began in, where its command does not say so itself. */
const traced = ([first, ...rest]: Commits): Commits => {
  const traceparent = currentTraceparent();
  if (traceparent === undefined) return [first, ...rest];
  const named = (commit: NewCommit): NewCommit => ({
    ...commit,
    metadata: { traceparent, ...commit.metadata },
  });
  return [named(first), ...rest.map(named)];
};

/** The log with a PRODUCER span around each append, and a histogram of how long they take. */
export const traceEventLog = (log: EventLog, registry: Registry): EventLog => {
  const { published } = messagingMetrics(registry);
  const append: EventLog['append'] = (commits) => {
    const [first] = commits;
    const template = destination(first.context, first.aggregate);
    const attributes = { ...attributesOf('publish', template), ...messageOf(commits) };
    return withSpan(`publish ${template}`, { kind: SpanKind.PRODUCER, attributes }, () =>
      timed(published, { operation: 'publish', destination: template }, () => log.append(traced(commits))),
    );
  };
  return new Proxy(log, {
    get: (target, key) => {
      if (key === 'append') return append;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
};

/** Links that one span bears; a backend drops more (the SDK's default limit). */
const mostLinks = 128;

const isSampled = (traceparent: string | undefined): boolean =>
  ((parseTraceparent(traceparent)?.traceFlags ?? 0) & 1) === 1;

/** One message of a batch: what of it belongs into the trace that caused it. */
interface Cause {
  readonly traceparent: string | undefined;
  readonly attributes: Attributes;
}

/**
 * A CONSUMER span around the handling of a batch. A single message is processed in the trace that wrote it. Of a
 * batch, the span is linked with the traces that somebody keeps, and each of them gets a span of its own that is linked
 * back: they end where the work ended, not where the message was sent.
 */
const processBatch = <Result>(
  consumer: string,
  template: string,
  causes: readonly Cause[],
  work: () => Promise<Result>,
): Promise<Result> => {
  const common = {
    ...attributesOf('process', template),
    'messaging.destination.subscription.name': consumer,
  };
  const name = `process ${consumer}`;
  const attributes = { ...common, 'messaging.batch.message_count': causes.length };
  const [only] = causes;
  if (causes.length === 1 && only) {
    const own = { ...attributes, ...only.attributes };
    return withSpan(name, { kind: SpanKind.CONSUMER, attributes: own, parent: only.traceparent }, work);
  }
  const kept = causes.filter(({ traceparent }) => isSampled(traceparent)).slice(0, mostLinks);
  const links = kept.map(({ traceparent }) => traceparent);
  return withSpan(name, { kind: SpanKind.CONSUMER, attributes, links }, () => {
    const batch = [currentTraceparent()];
    const each = kept.map(({ traceparent, attributes: own }) => {
      const options = { kind: SpanKind.CONSUMER, attributes: { ...common, ...own } };
      const [span] = startSpan(name, { ...options, parent: traceparent, links: batch });
      return span;
    });
    return work().finally(() => {
      for (const span of each) span.end();
    });
  });
};

const causeOf = ({ id, position, events: [first] }: Commit): Cause => ({
  traceparent: first?.metadata.traceparent,
  attributes: {
    'messaging.message.id': id,
    'messaging.nats.sequence.stream': position,
    ...(first ? { 'messaging.destination.template': destination(first.context, first.aggregate) } : {}),
  },
});

/** For runners: what they do with commits, effects and telemetry is traced and measured. */
export const tracedWork = (registry: Registry) => {
  const { processed } = messagingMetrics(registry);
  const measured =
    <Result>(consumer: string, work: () => Promise<Result>) =>
    (): Promise<Result> =>
      timed(processed, { consumer }, work);
  const around: AroundBatch = (consumer, commits, work) =>
    processBatch(consumer, 'evt.>', commits.map(causeOf), measured(consumer, work));
  const aroundTelemetry: AroundTelemetry = (consumer, { kind, traceparents }, work) =>
    processBatch(
      consumer,
      `tel.{id}.${kind}`,
      traceparents.map((traceparent) => ({ traceparent, attributes: {} })),
      measured(consumer, work),
    );
  /** In the trace of the event that led to it, however late and however often it is tried. */
  const aroundEffect: AroundEffect = (process, { type, metadata }, work) =>
    withSpan(
      `effect ${process} ${type}`,
      { attributes: { 'tutti.process': process, 'tutti.effect': type }, parent: metadata.traceparent },
      work,
    );
  return { around, aroundTelemetry, aroundEffect };
};
