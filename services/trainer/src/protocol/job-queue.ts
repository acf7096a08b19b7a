import { setTimeout as delay } from 'node:timers/promises';
import { jetstream, type Consumer, type JsMsg } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { logNames, trainerApiPrefix, trainerConsumer } from '@tutti/nats-server';

export interface JobQueueOptions {
  readonly kinds: readonly string[];
  readonly onTrouble: (error: unknown) => void;
}

/** How long one look into the queue waits; the server takes no less than a second. */
const lookMs = 1_000;

/** The queues of some kinds of trainers, one job at a time. */
export class JobQueue {
  readonly #consumers = new Map<string, Consumer>();
  #turn = 0;

  constructor(
    private readonly connection: NatsConnection,
    private readonly options: JobQueueOptions,
  ) {}

  /** The next job, in turns by kind; undefined once the signal aborts. What arrives in that moment is given back. */
  async next(signal: AbortSignal): Promise<JsMsg | undefined> {
    const { kinds } = this.options;
    while (!signal.aborted) {
      const kind = kinds[this.#turn++ % kinds.length] ?? '';
      const job = await this.#look(kind, signal);
      if (job && !signal.aborted) return job;
      job?.nak();
    }
    return undefined;
  }

  async #look(kind: string, signal: AbortSignal): Promise<JsMsg | undefined> {
    try {
      const known = this.#consumers.get(kind);
      const consumer =
        known ??
        (await jetstream(this.connection, { checkAPI: false, apiPrefix: trainerApiPrefix }).consumers.get(
          logNames.trainingJobs,
          trainerConsumer(kind),
        ));
      this.#consumers.set(kind, consumer);
      return (await consumer.next({ expires: lookMs })) ?? undefined;
    } catch (error) {
      // The queue is made by the training service, which may not have started yet; or NATS is away.
      this.#consumers.delete(kind);
      if (!signal.aborted) this.options.onTrouble(error);
      await delay(lookMs, undefined, { signal }).catch(() => undefined);
      return undefined;
    }
  }
}
