import { jetstream } from '@nats-io/jetstream';
import { jetStreamDeadLetters, ProcessRunner } from '@tutti/runtime';
import { telemetryRunner, tracedWork } from '@tutti/service-kit';
import type { Doors } from '../open-doors';
import type { Foundation } from '../open-training';
import { StreamLooker } from './look-at-stream';
import { readResults } from './stream-results';
import { trainerPresence, trainerWaits, trainerWorks } from './trainer-presence';
import { triggerProcess } from './trigger.process';

const openResults = (base: Foundation, { streamResults }: Doors) =>
  telemetryRunner(base, {
    service: 'training',
    kind: 'inference',
    parse: readResults,
    store: (messages) => streamResults.store(messages),
  });

/** Streams that train by themselves. */
export const openTriggers = (base: Foundation, doors: Doors) => {
  const { clock, connection, database, log, logger, replicaId, registry } = base;
  const looker = new StreamLooker({
    ...base,
    facts: doors.streamFacts,
    requests: doors.runs.requests,
    results: doors.streamResults,
    isTrainerThere: trainerPresence({
      clock,
      isWaiting: trainerWaits(connection),
      isWorking: trainerWorks(base),
    }),
  });
  const trigger = new ProcessRunner({
    ...{ log, database, replicaId, clock, logger },
    service: 'training',
    process: triggerProcess,
    // A look that fails is worth nothing to a person, and the next ones must come.
    handlers: { LookAtStream: { handle: looker.handle, neverPark: true } },
    deadLetters: jetStreamDeadLetters(jetstream(connection, { checkAPI: false })),
    ...tracedWork(registry),
  });
  return { trigger, streamResults: openResults(base, doors) };
};
