import { SpanKind } from '@opentelemetry/api';
import type { EventLog, NewCommit } from '@tutti/event-store';
import type { Commit } from '@tutti/kernel';
import { withSpan } from './span';

/** Semantic conventions for messaging (1.44): subjects hold ids, so names and attributes use the template. */
const destination = (context: string, aggregate: string): string => `evt.${context}.${aggregate}.{id}`;

const attributesOf = (operation: 'publish' | 'process', template: string): Record<string, string> => ({
  'messaging.system': 'nats',
  'messaging.operation.name': operation,
  'messaging.operation.type': operation === 'publish' ? 'send' : 'process',
  'messaging.destination.template': template,
});

/** The log with a PRODUCER span around each append. */
export const traceEventLog = (log: EventLog): EventLog => {
  const append: EventLog['append'] = (commits) => {
    const [first] = commits;
    const template = destination(first.context, first.aggregate);
    const attributes = { ...attributesOf('publish', template), ...messageOf(commits) };
    return withSpan(`publish ${template}`, { kind: SpanKind.PRODUCER, attributes }, () =>
      log.append(commits),
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

const messageOf = (commits: readonly [NewCommit, ...NewCommit[]]): Record<string, string | number> =>
  commits.length === 1
    ? { 'messaging.message.id': commits[0].id }
    : { 'messaging.batch.message_count': commits.length };

const causeOf = (commit: Commit): string | undefined => commit.events[0]?.metadata.traceparent;

/** A CONSUMER span around the handling of a batch of commits, linked to the traces that wrote them. */
export const withConsumerSpan = <Result>(
  consumer: string,
  commits: readonly Commit[],
  work: () => Promise<Result>,
): Promise<Result> => {
  const attributes = {
    ...attributesOf('process', 'evt.>'),
    'messaging.destination.subscription.name': consumer,
    'messaging.batch.message_count': commits.length,
  };
  const [only] = commits.length === 1 ? commits : [];
  const cause = only ? { parent: causeOf(only) } : { links: commits.map(causeOf) };
  return withSpan(`process ${consumer}`, { kind: SpanKind.CONSUMER, attributes, ...cause }, work);
};
