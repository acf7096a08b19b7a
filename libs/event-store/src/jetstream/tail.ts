import { DeliverPolicy, type ConsumerMessages, type JetStreamClient } from '@nats-io/jetstream';
import type { Commit } from '@tutti/kernel';
import { setTimeout as delay } from 'node:timers/promises';
import type { StoredMessage } from '../codec';
import { CorruptCommit, LogChanged, type EventLog, type TailBatch, type TailOptions } from '../port';
import { fromConsumer } from './messages';

export interface TailSource {
  readonly log: EventLog;
  readonly js: JetStreamClient;
  readonly stream: string;
  readonly decode: (message: StoredMessage) => Commit | undefined;
  /** Calls back after every reconnect; answers with the way to stop that. */
  readonly onReconnect: (listener: () => void) => () => void;
}

interface Mark {
  readonly incarnation: string;
  readonly position: number;
  readonly commitId?: string;
}

const retryPauseMs = 500;
/** Short, because an ordered consumer that lost its server waits two heartbeats of this (facts: nats.md §2). */
const pullExpiresMs = 2000;

/**
 * Reads on and on. The consumer is made anew after every reconnect, from the commit that was read last, once the log has
 * proved to be the same one.
 */
export async function* tailLog(source: TailSource, options: TailOptions): AsyncIterable<TailBatch> {
  let mark: Mark = { incarnation: source.log.incarnation, position: options.after };
  while (!options.signal.aborted) {
    try {
      await verify(source.log, mark);
      for await (const batch of consume(source, options, mark.position)) {
        mark = advanced(mark, batch);
        yield batch;
      }
    } catch (error) {
      if (error instanceof LogChanged || error instanceof CorruptCommit) throw error;
    }
    await pause(options.signal);
  }
}

const advanced = (mark: Mark, { commits }: TailBatch): Mark => {
  const last = commits.at(-1);
  return last ? { ...mark, position: last.position, commitId: last.id } : mark;
};

const pause = (signal: AbortSignal): Promise<void> =>
  delay(retryPauseMs, undefined, { signal }).catch(() => undefined);

const verify = async (log: EventLog, mark: Mark): Promise<void> => {
  if (log.incarnation !== mark.incarnation) throw new LogChanged('the log has another incarnation');
  if (mark.position === 0) return;
  const commit = await log.commitAt(mark.position);
  const gone = !commit && (await log.lastPosition(['>'])) < mark.position;
  const other = commit && mark.commitId !== undefined && commit.id !== mark.commitId;
  if (gone || other) throw new LogChanged(`the log does not hold what was read at position ${mark.position}`);
};

async function* consume(source: TailSource, options: TailOptions, after: number): AsyncIterable<TailBatch> {
  const consumer = await source.js.consumers.get(source.stream, {
    filter_subjects: [...options.subjects],
    deliver_policy: DeliverPolicy.StartSequence,
    opt_start_seq: after + 1,
  });
  const messages = await consumer.consume({ max_messages: 1000, expires: pullExpiresMs });
  const stop = (): void => messages.stop();
  const forget = source.onReconnect(stop);
  options.signal.addEventListener('abort', stop, { once: true });
  if (options.signal.aborted) stop();
  try {
    yield* batches(source, messages, options.maxBatch ?? 500);
  } finally {
    forget();
    options.signal.removeEventListener('abort', stop);
    messages.stop();
  }
}

async function* batches(
  source: TailSource,
  messages: ConsumerMessages,
  max: number,
): AsyncIterable<TailBatch> {
  let commits: Commit[] = [];
  for await (const message of messages) {
    const commit = source.decode(fromConsumer(message));
    if (commit) commits.push(commit);
    const { pending } = message.info;
    if (commits.length < max && pending > 0) continue;
    if (commits.length > 0) yield { commits, pending };
    commits = [];
  }
  if (commits.length > 0) yield { commits, pending: 0 };
}
