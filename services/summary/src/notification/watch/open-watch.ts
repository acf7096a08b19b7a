import { jetstream } from '@nats-io/jetstream';
import type { DomainEvent, Process } from '@tutti/kernel';
import { jetStreamDeadLetters, ProcessRunner } from '@tutti/runtime';
import { telemetryRunner, tracedWork } from '@tutti/service-kit';
import type { Foundation } from '../../open-summary';
import { newsMs, type Causes } from '../tell/causes';
import type { Tell } from '../tell/tell.process';
import { automaticRolloutWatchProcess } from './automatic-rollout-watch.process';
import { channelWatchProcess } from './channel-watch.process';
import { DiskWatch, readDisk } from './disk-watch';
import { deviceNames } from './device-names';
import { FailureWatch, readFailures } from './failure-watch';
import { ParkedWatch, readLetter } from './parked-watch';
import { datasetWatchProcess } from './dataset-watch.process';
import { deviceWatchProcess } from './device-watch.process';
import { onlyNews } from './only-news';
import { rolloutWatchProcess } from './rollout-watch.process';
import { runWatchProcess } from './run-watch.process';
import { tokenWatchProcess } from './token-watch.process';

const service = 'notifier';

/** What is noticed beside the log. */
const openConsumers = (base: Foundation, causes: Causes) => {
  const names = deviceNames(base.database);
  const failures = new FailureWatch(causes, names);
  const disks = new DiskWatch(base.database, causes, names);
  const parked = new ParkedWatch(causes);
  const letters = { stream: 'DEAD_LETTERS', subjects: ['dlq.>'], parse: readLetter, store: parked.store };
  return {
    failureWatch: telemetryRunner(base, {
      ...{ service, kind: 'failure', parse: readFailures, store: failures.store },
    }),
    diskWatch: telemetryRunner(base, { service, kind: 'vitals', parse: readDisk, store: disks.store }),
    parkedWatch: telemetryRunner(base, { service, kind: 'parked', ...letters }),
  };
};

/** The processes that notice what people should be told. */
export const openWatch = (base: Foundation, causes: Causes) => {
  const { clock, connection, database, log, logger, registry, replicaId } = base;
  const since = new Date(clock.now().getTime() - newsMs);
  const deadLetters = jetStreamDeadLetters(jetstream(connection, { checkAPI: false }));
  const watch = <State, Event extends DomainEvent>(process: Process<State, Event, Tell>) =>
    new ProcessRunner({
      ...{ log, database, replicaId, clock, logger, deadLetters },
      service: 'summary',
      process: onlyNews(process, since),
      // Only the database can be away, and that comes back.
      handlers: { Tell: { handle: causes.handle, neverPark: true } },
      ...tracedWork(registry),
    });
  return {
    ...openConsumers(base, causes),
    deviceWatch: watch(deviceWatchProcess(base.offlineMinutes)),
    datasetWatch: watch(datasetWatchProcess),
    runWatch: watch(runWatchProcess),
    rolloutWatch: watch(rolloutWatchProcess),
    automaticRolloutWatch: watch(automaticRolloutWatchProcess),
    channelWatch: watch(channelWatchProcess),
    tokenWatch: watch(tokenWatchProcess),
  };
};
