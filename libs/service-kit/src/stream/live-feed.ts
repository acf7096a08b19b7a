import { type ServerEvent, resyncEvent } from './event-stream';

interface Subscriber {
  readonly queue: ServerEvent[];
  wake: () => void;
  overflowed: boolean;
}

/** One source of live events for many streams: each has a bounded queue, and a slow one is told to resync. */
export class LiveFeed {
  readonly #subscribers = new Set<Subscriber>();

  constructor(private readonly maxQueue = 1_000) {}

  get subscribers(): number {
    return this.#subscribers.size;
  }

  publish(event: ServerEvent): void {
    for (const subscriber of this.#subscribers) {
      if (subscriber.queue.length >= this.maxQueue) {
        subscriber.overflowed = true;
        subscriber.queue.length = 0;
        this.#subscribers.delete(subscriber);
      } else subscriber.queue.push(event);
      subscriber.wake();
    }
  }

  /** Subscribes at once, so that nothing is missed between this call and the first read. */
  subscribe(signal: AbortSignal): AsyncIterable<ServerEvent> {
    const subscriber: Subscriber = { queue: [], wake: () => undefined, overflowed: false };
    const stop = (): void => {
      this.#subscribers.delete(subscriber);
      subscriber.wake();
    };
    if (!signal.aborted) this.#subscribers.add(subscriber);
    signal.addEventListener('abort', stop, { once: true });
    return drain(subscriber, signal);
  }
}

async function* drain(subscriber: Subscriber, signal: AbortSignal): AsyncGenerator<ServerEvent> {
  while (!signal.aborted) {
    const event = subscriber.queue.shift();
    if (event) yield event;
    else if (subscriber.overflowed) {
      yield resyncEvent;
      return;
    } else {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      subscriber.wake = () => {
        resolve(undefined);
      };
      await promise;
    }
  }
}
