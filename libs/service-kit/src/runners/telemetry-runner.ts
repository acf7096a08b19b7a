import { jetstream } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { TelemetryConsumer, type Logger, type TelemetryConsumerOptions } from '@tutti/runtime';
import type { Clock } from '@tutti/kernel';
import type { Registry } from 'prom-client';
import { tracedWork } from '../observability/messaging-spans';

interface Base {
  readonly connection: NatsConnection;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly registry: Registry;
}

type Wanted<Body> = Pick<
  TelemetryConsumerOptions<Body>,
  'kind' | 'parse' | 'store' | 'inOrder' | 'stream' | 'subjects'
> & {
  readonly service: string;
};

/** A service's consumer of one kind of telemetry, in the words of a runner. */
export const telemetryRunner = <Body>(
  { connection, clock, logger, registry }: Base,
  { service, ...wanted }: Wanted<Body>,
) => {
  const consumer = new TelemetryConsumer({
    js: jetstream(connection, { checkAPI: false }),
    durable: `${service}-${wanted.kind}`,
    ...wanted,
    clock,
    logger,
    around: tracedWork(registry).aroundTelemetry,
  });
  return {
    start: () => consumer.start(),
    stop: () => consumer.stop(),
    heard: () => consumer.heard(),
    status: () => ({ ...consumer.status(), leader: true }),
  };
};
