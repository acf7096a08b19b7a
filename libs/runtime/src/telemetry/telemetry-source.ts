import {
  AckPolicy,
  DeliverPolicy,
  JetStreamApiError,
  type ConsumerConfig,
  type JetStreamClient,
  type JsMsg,
} from '@nats-io/jetstream';
import { nanos } from '@nats-io/transport-node';
import type { ConsumerView } from './telemetry-watch';

const CONSUMER_EXISTS = 10148;
/** After a crash, lost acknowledgements hold the watermark for so long. A batch that is tried again extends it. */
const ACK_WAIT_MS = 5000;
/** Messages in the client's hands or waiting for an acknowledgement. */
const IN_FLIGHT_BATCHES = 4;

export interface SourceOptions {
  readonly js: JetStreamClient;
  readonly stream: string;
  readonly durable: string;
  readonly kind: string;
  readonly maxBatch: number;
}

const configOf = ({ durable, kind, maxBatch }: SourceOptions): Partial<ConsumerConfig> => ({
  durable_name: durable,
  filter_subject: `tel.*.${kind}`,
  ack_policy: AckPolicy.Explicit,
  ack_wait: nanos(ACK_WAIT_MS),
  deliver_policy: DeliverPolicy.All,
  max_ack_pending: maxBatch * IN_FLIGHT_BATCHES,
});

/** Makes the durable consumer, or brings an older one to this configuration. */
export const ensureConsumer = async (options: SourceOptions): Promise<void> => {
  const { consumers } = await options.js.jetstreamManager(false);
  const config = configOf(options);
  try {
    await consumers.add(options.stream, config);
  } catch (error) {
    if (!(error instanceof JetStreamApiError) || error.code !== CONSUMER_EXISTS) throw error;
    const { ack_wait, max_ack_pending, filter_subject } = config;
    await consumers.update(options.stream, options.durable, {
      ...(ack_wait === undefined ? {} : { ack_wait }),
      ...(max_ack_pending === undefined ? {} : { max_ack_pending }),
      ...(filter_subject === undefined ? {} : { filter_subject }),
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

/** Messages until the signal; throws when the consumer is gone. Waits through restarts of the server. */
export async function* consumeMessages(options: SourceOptions, signal: AbortSignal): AsyncGenerator<JsMsg> {
  const consumer = await options.js.consumers.get(options.stream, options.durable);
  const messages = await consumer.consume({
    max_messages: options.maxBatch * 2,
    expires: 5000,
    abort_on_missing_resource: true,
  });
  const stop = (): void => messages.stop();
  signal.addEventListener('abort', stop, { once: true });
  try {
    if (!signal.aborted) yield* messages;
  } finally {
    signal.removeEventListener('abort', stop);
    messages.stop();
  }
}
