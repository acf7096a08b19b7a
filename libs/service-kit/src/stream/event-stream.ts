import { Readable } from 'node:stream';
import { type Clock, systemClock } from '@tutti/kernel';
import { Answer } from '../route/answer';

/** One Server-Sent Event. `id` is the position, by which the client resumes. */
export interface ServerEvent {
  readonly id?: number;
  /** `[a-z-]+`; `message` when absent. */
  readonly event?: string;
  readonly data: unknown;
}

export interface EventStreamOptions {
  /** Advanced only as fast as the client reads. It should end when the signal does. */
  readonly source: AsyncIterable<ServerEvent>;
  readonly signal: AbortSignal;
  /** The caller's token ends then, and so does the stream (with an `expired` event). */
  readonly expiresAt?: Date;
  readonly heartbeatMs?: number;
  readonly clock?: Clock;
}

/** Sent when events were lost for a slow client: it must load the state anew. */
export const resyncEvent: ServerEvent = { event: 'resync', data: {} };
const expiredEvent: ServerEvent = { event: 'expired', data: {} };
/** An event with a name, not a comment: a browser's page cannot see comments, and must tell silence from a dead line. */
const heartbeatEvent: ServerEvent = { event: 'heartbeat', data: {} };

const frame = ({ id, event, data }: ServerEvent): string =>
  `${id === undefined ? '' : `id: ${id}\n`}${event === undefined ? '' : `event: ${event}\n`}data: ${JSON.stringify(data)}\n\n`;

type Outcome = IteratorResult<ServerEvent> | 'tick' | 'stop';

/** The next event, or `tick` after a while without one, or `stop` when the signal aborts. */
const nextWithin = async (
  next: Promise<IteratorResult<ServerEvent>>,
  milliseconds: number,
  signal: AbortSignal,
): Promise<Outcome> => {
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const timer = setTimeout(() => {
    resolve('tick');
  }, milliseconds);
  const stop = (): void => {
    resolve('stop');
  };
  signal.addEventListener('abort', stop, { once: true });
  try {
    return signal.aborted ? 'stop' : await Promise.race([next, promise]);
  } finally {
    clearTimeout(timer);
    signal.removeEventListener('abort', stop);
  }
};

async function* frames(options: EventStreamOptions): AsyncGenerator<string> {
  const { source, signal, expiresAt, heartbeatMs = 15_000, clock = systemClock } = options;
  const left = (): number =>
    expiresAt ? expiresAt.getTime() - clock.now().getTime() : Number.POSITIVE_INFINITY;
  const iterator = source[Symbol.asyncIterator]();
  try {
    yield ': connected\nretry: 3000\n\n';
    let next = iterator.next();
    for (;;) {
      const outcome = await nextWithin(next, Math.max(0, Math.min(heartbeatMs, left())), signal);
      if (outcome === 'stop') return;
      if (left() <= 0) {
        yield frame(expiredEvent);
        return;
      }
      if (outcome === 'tick') {
        yield frame(heartbeatEvent);
        continue;
      }
      if (outcome.done) return;
      yield frame(outcome.value);
      if (outcome.value === resyncEvent) return;
      next = iterator.next();
    }
  } finally {
    // Not awaited: a source that waits for its next event answers only then.
    void iterator.return?.();
  }
}

/** Server-Sent Events as the answer of a route that `produces: 'text/event-stream'`. */
export const eventStream = (options: EventStreamOptions): Answer<Readable> =>
  new Answer(Readable.from(frames(options), { objectMode: false, highWaterMark: 16_384 }), {
    contentType: 'text/event-stream; charset=utf-8',
    cacheControl: 'no-store, no-transform',
  });
