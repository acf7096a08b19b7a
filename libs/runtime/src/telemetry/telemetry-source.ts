import {
  AckPolicy,
  DeliverPolicy,
  JetStreamApiError,
  type ConsumerConfig,
  type JetStreamClient,
  type JsMsg,
} from '@nats-io/jetstream';
import { delay, nanos } from '@nats-io/transport-node';
import type { ConsumerView } from './telemetry-watch';

const CONSUMER_EXISTS = 10148;
/** After a crash, lost acknowledgements hold the watermark for so long. A batch that is tried again extends it. */
const ACK_WAIT_MS = 5000;
/** Messages in the client's hands or waiting for an acknowledgement. */
const IN_FLIGHT_BATCHES = 4;
const PULL_MS = 2000;
/** Of a consumer that one replica at a time reads. The server wants a group, with a name. */
const GROUP = 'replicas';
/** A replica that asks for nothing so long is gone; what it had is delivered again before anything newer is. */
const PIN_MS = PULL_MS + ACK_WAIT_MS;
/** To give the pin back takes a moment, or lasts until it is over by itself. */
const RELEASE_MS = 1000;

export interface SourceOptions {
  readonly js: JetStreamClient;
  readonly stream: string;
  readonly durable: string;
  readonly kind: string;
  /** What is read: `tel.*.<kind>` when undefined. */
  readonly subjects: readonly string[] | undefined;
  readonly maxBatch: number;
  readonly inOrder: boolean;
}

const pinned = {
  priority_policy: 'pinned_client' as const,
  priority_groups: [GROUP],
  priority_timeout: nanos(PIN_MS),
};

/** One filter or several are two fields to the server. */
const filterOf = ({ kind, subjects = [`tel.*.${kind}`] }: SourceOptions): Partial<ConsumerConfig> => {
  const [first = '', ...others] = subjects;
  return others.length === 0 ? { filter_subject: first } : { filter_subjects: [...subjects] };
};

const configOf = (options: SourceOptions): Partial<ConsumerConfig> => ({
  durable_name: options.durable,
  ...filterOf(options),
  ack_policy: AckPolicy.Explicit,
  ack_wait: nanos(ACK_WAIT_MS),
  deliver_policy: DeliverPolicy.All,
  max_ack_pending: options.maxBatch * IN_FLIGHT_BATCHES,
  ...(options.inOrder ? pinned : {}),
});

/** Makes the durable consumer, or brings an older one to this configuration. */
export const ensureConsumer = async (options: SourceOptions): Promise<void> => {
  const { consumers } = await options.js.jetstreamManager(false);
  const config = configOf(options);
  try {
    await consumers.add(options.stream, config);
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== CONSUMER_EXISTS) throw error;
    const { ack_wait, max_ack_pending } = config;
    await consumers.update(options.stream, options.durable, {
      ...(ack_wait === undefined ? {} : { ack_wait }),
      ...(max_ack_pending === undefined ? {} : { max_ack_pending }),
      ...filterOf(options),
      ...(options.inOrder ? pinned : {}),
    });
  }
};

export const viewConsumer = async ({ js, stream, durable }: SourceOptions): Promise<ConsumerView> => {
  const manager = await js.jetstreamManager(false);
  const { state } = await manager.streams.info(stream);
  const info = await manager.consumers.info(stream, durable);
  return {
    at: info.ts === undefined ? new Date(0) : new Date(info.ts),
    delivered: info.delivered.consumer_seq,
    pending: info.num_pending,
    unacknowledged: info.num_ack_pending,
    acknowledged: info.ack_floor.stream_seq,
    firstSequence: state.first_seq,
  };
};

/**
 * Lets another replica go on at once. Where messages are left in this one's hands they come again first, and the pin
 * lasts until then.
 */
const release = async ({ js, stream, durable }: SourceOptions): Promise<void> => {
  const { consumers } = await js.jetstreamManager(false);
  const { num_ack_pending } = await consumers.info(stream, durable);
  if (num_ack_pending === 0) await consumers.unpin(stream, durable, GROUP);
};

/** Messages until the signal; throws when the consumer is gone. Waits through restarts of the server. */
export async function* consumeMessages(options: SourceOptions, signal: AbortSignal): AsyncGenerator<JsMsg> {
  const consumer = await options.js.consumers.get(options.stream, options.durable);
  const messages = await consumer.consume({
    max_messages: options.maxBatch * 2,
    expires: PULL_MS,
    abort_on_missing_resource: true,
    ...(options.inOrder ? { group: GROUP } : {}),
  });
  const stop = (): void => messages.stop();
  signal.addEventListener('abort', stop, { once: true });
  let isPinned = false;
  try {
    if (signal.aborted) return;
    for await (const message of messages) {
      isPinned = options.inOrder;
      yield message;
    }
  } finally {
    signal.removeEventListener('abort', stop);
    messages.stop();
    if (isPinned) await Promise.race([release(options).catch(() => undefined), delay(RELEASE_MS)]);
  }
}
