import {
  DeliverPolicy,
  JetStreamApiError,
  type Consumer,
  type ConsumerMessages,
  type JetStreamClient,
  type JsMsg,
} from '@nats-io/jetstream';
import { errors } from '@nats-io/transport-node';
import type { Commit } from '@tutti/kernel';
import { setImmediate as othersTurn, setTimeout as delay } from 'node:timers/promises';
import type { StoredMessage } from '../codec';
import { CorruptCommit, LogChanged, type EventLog, type TailBatch, type TailOptions } from '../port';
import { widestFilters } from '../subjects';
import { requestCause } from '@tutti/nats-server';
import { isForEver } from './errors';
import { fromConsumer } from './messages';
import { untilAborted } from './until-aborted';

export interface TailSource {
  readonly log: EventLog;
  readonly js: JetStreamClient;
  readonly stream: string;
  /** A promise for what cannot be read and may be passed over. */
  readonly decode: (message: StoredMessage) => Commit | Promise<Commit>;
  /** Asks the server which history this is. */
  readonly confirmIncarnation: () => Promise<string>;
  /** Calls when the connection is lost and when it is back; answers with the way to stop that. */
  readonly onCutOff: (listener: () => void) => () => void;
}

interface Mark {
  readonly incarnation: string;
  readonly position: number;
  readonly commitId?: string;
}

const retryPauseMs = 500;
/** Short, because an ordered consumer that lost its server waits two heartbeats of this (facts: nats.md §2). */
const pullExpiresMs = 2000;
/** Asked for again at a quarter: each request wakes the server, and the client's own three quarters ask four times as often. */
const buffered = { max_messages: 1000, threshold_messages: 250 };

/**
 * Reads on and on. The consumer is made anew whenever connection or consumer was lost, from the commit that was read
 * last, once the log has proved to be the same one.
 */
export async function* tailLog(source: TailSource, options: TailOptions): AsyncIterable<TailBatch> {
  const { signal } = options;
  let mark: Mark = { incarnation: source.log.incarnation, position: options.after };
  while (!signal.aborted) {
    try {
      mark = await untilAborted(verified(source, mark), signal);
      for await (const batch of consume(source, options, mark.position)) {
        mark = advanced(mark, batch);
        yield batch;
      }
    } catch (error) {
      if (signal.aborted) return;
      if (isFinal(requestCause(error))) throw error;
    }
    await delay(retryPauseMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Everything else is a server that is away or not ready. */
const isFinal = (cause: unknown): boolean =>
  cause instanceof LogChanged ||
  cause instanceof CorruptCommit ||
  cause instanceof errors.ClosedConnectionError ||
  (cause instanceof JetStreamApiError && cause.status === 400) ||
  isForEver(cause);

const advanced = (mark: Mark, { commits }: TailBatch): Mark => {
  const last = commits.at(-1);
  return last ? { ...mark, position: last.position, commitId: last.id } : mark;
};

/** The mark with the commit that stands there, so that another one at the same place is noticed later. */
const verified = async ({ log, confirmIncarnation }: TailSource, mark: Mark): Promise<Mark> => {
  if ((await confirmIncarnation()) !== mark.incarnation)
    throw new LogChanged('the log has another incarnation');
  if (mark.position === 0) return mark;
  const commit = await log.commitAt(mark.position);
  const gone = !commit && (await log.lastPosition(['>'])) < mark.position;
  const other = mark.commitId !== undefined && commit?.id !== mark.commitId;
  if (gone || other) throw new LogChanged(`the log does not hold what was read at position ${mark.position}`);
  return commit ? { ...mark, commitId: commit.id } : mark;
};

async function* consume(source: TailSource, options: TailOptions, after: number): AsyncIterable<TailBatch> {
  const { signal, subjects, maxBatch = 500 } = options;
  const creating = source.js.consumers.get(source.stream, {
    filter_subjects: widestFilters(subjects),
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: after + 1,
  });
  let messages: ConsumerMessages | undefined;
  try {
    const consumer = await untilAborted(creating, signal);
    messages = await consumer.consume({ ...buffered, expires: pullExpiresMs });
    yield* stoppable(source, messages, signal, maxBatch);
  } finally {
    messages?.stop();
    void creating.then(forget).catch(() => undefined);
  }
}

/** The server would keep it for five minutes more. */
const forget = (consumer: Consumer): Promise<unknown> => consumer.delete();

/** What the client says when it is about to mend a consumer by itself: without knowing whether the log is the same. */
const lost: ReadonlySet<string> = new Set([
  'consumer_not_found',
  'consumer_deleted',
  'stream_not_found',
  'reset',
  // Whoever reads slowly sees none; the client would then ask for more every second, and all of it would come at once.
  'heartbeats_missed',
]);

/** Batches until the signal, or until connection or consumer are lost. */
async function* stoppable(
  source: TailSource,
  messages: ConsumerMessages,
  signal: AbortSignal,
  maxBatch: number,
): AsyncIterable<TailBatch> {
  const stop = (): void => messages.stop();
  const ignore = source.onCutOff(stop);
  signal.addEventListener('abort', stop, { once: true });
  void stopWhenLost(messages);
  try {
    if (signal.aborted) return;
    for await (const batch of batches(source, messages, maxBatch)) {
      if (signal.aborted) return;
      yield batch;
    }
  } finally {
    ignore();
    signal.removeEventListener('abort', stop);
  }
}

const stopWhenLost = async (messages: ConsumerMessages): Promise<void> => {
  for await (const { type } of messages.status()) if (lost.has(type)) messages.stop();
};

async function* batches(
  source: TailSource,
  messages: ConsumerMessages,
  max: number,
): AsyncIterable<TailBatch> {
  let commits: Commit[] = [];
  let behind = 0;
  for await (const { message, pending } of withBacklog(messages)) {
    try {
      const commit = source.decode(fromConsumer(message));
      commits.push(commit instanceof Promise ? await commit : commit);
    } catch (error) {
      if (commits.length > 0) yield { commits, pending: pending + 1 };
      throw error;
    }
    behind = pending;
    if (commits.length < max && pending > 0) continue;
    yield { commits, pending };
    commits = [];
  }
  if (commits.length > 0) yield { commits, pending: behind };
}

/**
 * Messages, and how many are behind each. It says so itself, of the moment when it was sent: whoever reads slowly has
 * more here since then, which belong to the same batch, or each would be one of its own.
 */
async function* withBacklog(
  messages: ConsumerMessages,
): AsyncGenerator<{ readonly message: JsMsg; readonly pending: number }> {
  const arriving = messages[Symbol.asyncIterator]();
  const ask = (): Promise<IteratorResult<JsMsg, undefined>> => {
    const coming = arriving.next();
    coming.catch(() => undefined); // It is thrown in its turn.
    return coming;
  };
  try {
    for (let next = ask(); ;) {
      const { done, value: message } = await next;
      if (done) return;
      next = ask();
      const { pending } = message.info;
      yield { message, pending: pending === 0 && (await isThere(next)) ? 1 : pending };
    }
  } finally {
    void arriving.return?.();
  }
}

/** Whether one was there before we asked. */
const isThere = (coming: Promise<IteratorResult<JsMsg, undefined>>): Promise<boolean> => {
  const there = coming.then(
    ({ done }) => done !== true,
    () => false,
  );
  return Promise.race([there, othersTurn(false)]);
};
