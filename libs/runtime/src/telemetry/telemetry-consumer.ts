import type { JetStreamClient, JsMsg } from '@nats-io/jetstream';
import { systemClock, type Clock } from '@tutti/kernel';
import type { AroundTelemetry } from '../support/around-batch';
import { exponentialBackoff, type Backoff } from '../support/backoff';
import { messageOf } from '../support/errors';
import type { Logger } from '../support/logger';
import { pause, together } from '../support/wait';
import { batched } from './batched';
import { Hearing, type Heard } from './hearing';
import { consumeMessages, ensureConsumer, viewConsumer, type SourceOptions } from './telemetry-source';
import { TelemetryWatch, type Gap } from './telemetry-watch';

/** One message of a device. Who sent it says the subject, which the server checked; never the payload. */
export interface Received<Body> {
  readonly deviceId: string;
  /** When the server stored it. */
  readonly receivedAt: Date;
  readonly body: Body;
}

export interface TelemetryConsumerOptions<Body> extends Partial<Pick<SourceOptions, 'subjects'>> {
  readonly js: JetStreamClient;
  /** `TELEMETRY` when absent. */
  readonly stream?: string;
  /** Name of the consumer in the server; replicas of a service share it. */
  readonly durable: string;
  /** One replica at a time reads, so that what a device says in an order is taken in it; else each takes its share. */
  readonly inOrder?: boolean;
  /** Last token of `tel.<deviceId>.<kind>`; a name of one's own where `subjects` are given. */
  readonly kind: string;
  /** Throws when the payload is malformed: the message is counted and passed over. `kind`: last token of its subject. */
  readonly parse: (payload: unknown, kind: string) => Body;
  /** Writes a batch in one transaction, by keys: a message may come twice. What it throws is retried for ever. */
  readonly store: (batch: readonly Received<Body>[]) => Promise<void>;
  readonly logger: Logger;
  /** 500 when absent. */
  readonly maxBatch?: number;
  /** How long a batch waits for company: 200 ms when absent. */
  readonly maxWaitMs?: number;
  /** Between two looks at the consumer: 1 s when absent. */
  readonly probeMs?: number;
  readonly backoff?: Backoff;
  readonly around?: AroundTelemetry;
  /** Of whoever judges silence: the system's when absent. */
  readonly clock?: Clock;
}

/** Plain data for `/readyz` and `/metrics`. */
export interface TelemetryStatus {
  readonly kind: 'telemetry';
  readonly name: string;
  readonly phase: 'idle' | 'running' | 'failing' | 'stopped';
  readonly ready: boolean;
  /** Messages stored in the tables, repeats included. */
  readonly received: number;
  readonly malformed: number;
  /** Messages that are known to be discarded unread. */
  readonly missed: number;
  /** How often a gap was noticed, counted or not. */
  readonly gaps: number;
  readonly watermark: Date | null;
  readonly lag: number | null;
  readonly error: string | null;
}

const MALFORMED_LOG_MS = 10_000;
const MAX_PROBLEM_LENGTH = 300;
const LONGEST_PAUSE_MS = 4000; // Shorter than the server waits for word of a message.

/** Moves one kind of telemetry from the log into tables, in batches, at least once. */
export class TelemetryConsumer<Body> {
  readonly #options: TelemetryConsumerOptions<Body>;
  readonly #source: SourceOptions;
  readonly #watch = new TelemetryWatch();
  readonly #hearing: Hearing;
  readonly #stopping = new AbortController();
  readonly #backoff: Backoff;
  #running: Promise<void> | undefined;
  #phase: TelemetryStatus['phase'] = 'idle';
  #error: string | null = null;
  #failures = 0;
  #counts = { received: 0, malformed: 0, missed: 0, gaps: 0 };
  #loggedMalformedAt = Number.NEGATIVE_INFINITY;

  constructor(options: TelemetryConsumerOptions<Body>) {
    const { js, stream = 'TELEMETRY', durable, kind, subjects, maxBatch = 500, inOrder = false } = options;
    this.#options = options;
    this.#source = { js, stream, durable, kind, subjects, maxBatch, inOrder };
    this.#hearing = new Hearing(options.clock ?? systemClock);
    this.#backoff = options.backoff ?? exponentialBackoff(200, LONGEST_PAUSE_MS);
  }

  start(): void {
    this.#running ??= this.#run();
  }

  async stop(): Promise<void> {
    this.#stopping.abort();
    await this.#running;
    this.#phase = 'stopped';
  }

  /** Everything that the server stored up to then is in the tables. Judge silence against this, never against now. */
  watermark(): Date | null {
    return this.#watch.watermark;
  }

  /** The same by the clock of the options; undefined before something is in the tables. */
  heard(): Heard | undefined {
    return this.#hearing.heard;
  }

  /** Messages that are stored and not yet in the tables; null before the first look. */
  lag(): number | null {
    return this.#watch.lag;
  }

  status(): TelemetryStatus {
    const ready = this.#phase === 'running' && this.#error === null && this.#watch.lag !== null;
    return {
      kind: 'telemetry',
      name: this.#options.durable,
      phase: this.#phase,
      ready,
      ...this.#counts,
      watermark: this.#watch.watermark,
      lag: this.#watch.lag,
      error: this.#error,
    };
  }

  async #run(): Promise<void> {
    const { signal } = this.#stopping;
    while (!signal.aborted) {
      try {
        await ensureConsumer(this.#source);
        await this.#look('begin');
        this.#succeeded();
        await together(
          signal,
          (ended) => this.#consume(ended),
          (ended) => this.#probe(ended),
        );
      } catch (error) {
        await this.#failed(error, 'Telemetry cannot be read');
      }
    }
  }

  async #consume(signal: AbortSignal): Promise<void> {
    const { maxWaitMs = 200 } = this.#options;
    const messages = consumeMessages(this.#source, signal);
    for await (const batch of batched(messages, this.#source.maxBatch, maxWaitMs)) {
      if (signal.aborted) return;
      await this.#take(batch, signal);
    }
  }

  async #take(messages: readonly JsMsg[], signal: AbortSignal): Promise<void> {
    const parsed = messages.map((message) => ({ message, received: this.#parse(message) }));
    const good = parsed.flatMap(({ received }) => (received ? [received] : []));
    while (good.length > 0) {
      try {
        await this.#store(good, messages);
        break;
      } catch (error) {
        for (const message of messages) message.working();
        await this.#failed(error, 'Telemetry cannot be stored');
        if (signal.aborted) return;
      }
    }
    for (const { message, received } of parsed) {
      if (received) message.ack();
      else message.term('malformed');
    }
    this.#counts = { ...this.#counts, received: this.#counts.received + good.length };
    const last = messages.at(-1);
    if (last) this.#watch.stored(last.seq, last.time);
    this.#succeeded();
  }

  #store(good: readonly Received<Body>[], messages: readonly JsMsg[]): Promise<void> {
    const { store, around, durable, kind } = this.#options;
    if (!around) return store(good);
    const traceparents = messages.map(({ headers }) => headers?.get('traceparent') || undefined);
    return around(durable, { kind, traceparents }, () => store(good));
  }

  #parse(message: JsMsg): Received<Body> | undefined {
    const [, deviceId = '', kind = ''] = message.subject.split('.');
    try {
      return { deviceId, receivedAt: message.time, body: this.#options.parse(message.json(), kind) };
    } catch (error) {
      this.#malformed(deviceId, error);
      return undefined;
    }
  }

  /** A broken device must not fill the disk with logs. */
  #malformed(deviceId: string, error: unknown): void {
    this.#counts = { ...this.#counts, malformed: this.#counts.malformed + 1 };
    const now = performance.now();
    if (now - this.#loggedMalformedAt < MALFORMED_LOG_MS) return;
    this.#loggedMalformedAt = now;
    const { kind, logger } = this.#options;
    const problem = messageOf(error).slice(0, MAX_PROBLEM_LENGTH);
    logger.warn(
      { deviceId, kind, problem, total: this.#counts.malformed },
      'Malformed telemetry was passed over',
    );
  }

  async #probe(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await pause(this.#options.probeMs ?? 1000, signal);
      if (signal.aborted) return;
      await this.#look('look').catch(() => undefined);
    }
  }

  async #look(how: 'begin' | 'look'): Promise<void> {
    const now = this.#hearing.now();
    const view = await viewConsumer(this.#source);
    this.#note(this.#watch[how](view));
    this.#hearing.looked(now, view.at, this.#watch.watermark);
  }

  #note(gap: Gap | undefined): void {
    if (!gap) return;
    const { missed, gaps } = this.#counts;
    this.#counts = { ...this.#counts, gaps: gaps + 1, missed: missed + (gap.messages ?? 0) };
    const { kind, durable, logger } = this.#options;
    logger.error({ kind, durable, messages: gap.messages }, 'Telemetry was discarded before it was read');
  }

  #succeeded(): void {
    this.#failures = 0;
    this.#error = null;
    this.#phase = 'running';
  }

  async #failed(error: unknown, message: string): Promise<void> {
    if (this.#stopping.signal.aborted) return;
    this.#failures += 1;
    this.#error = messageOf(error);
    this.#phase = 'failing';
    this.#options.logger.error({ name: this.#options.durable, err: error }, message);
    await pause(this.#backoff(this.#failures), this.#stopping.signal);
  }
}
