import { jetstream } from '@nats-io/jetstream';
import { jetStreamDeadLetters } from '@tutti/runtime';
import { tracedWork } from '@tutti/service-kit';
import type { Foundation } from './open-deployment';

/** What every process of this service runs on. */
export const processGround = (base: Foundation) => {
  const { clock, connection, database, log, logger, registry, replicaId } = base;
  return {
    ...{ log, database, replicaId, clock, logger },
    service: 'deployment',
    deadLetters: jetStreamDeadLetters(jetstream(connection, { checkAPI: false })),
    ...tracedWork(registry),
    // Waves of offers, and the answers to them, come many at a time.
    restMs: 25,
  };
};
