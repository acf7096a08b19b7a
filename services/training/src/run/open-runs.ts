import { jetstream } from '@nats-io/jetstream';
import { jetStreamDeadLetters, ProcessRunner } from '@tutti/runtime';
import { tracedWork } from '@tutti/service-kit';
import { JobDesk } from '../job/job-desk';
import { JobFiles } from '../job/job-files';
import { JobQueue } from '../job/job-queue';
import { JobResults } from '../job/job-results';
import type { Models } from '../model/open-models';
import type { Foundation } from '../open-training';
import { RequestRuns } from './request-runs';
import { RunCommands } from './run-commands';
import { runEffects } from './run-effects';
import { runFacts } from './run-facts';
import { RunRecords } from './run-records';
import { runProcess } from './run.process';
import type { openStreams } from '../stream/open-streams';
import { RunView } from './run.view';

export interface RunsOptions {
  readonly streams: ReturnType<typeof openStreams>;
  readonly models: Models;
}

/** Everything about runs and the jobs of their trainers. The process is the caller's to start and to stop. */
export const openRuns = async (base: Foundation, { streams, models }: RunsOptions) => {
  const { blobs, clock, connection, database, log, logger, projections, replicaId } = base;
  const commands = new RunCommands(base);
  const records = new RunRecords(database);
  const view = new RunView(database, projections);
  const queue = await JobQueue.open(base);
  const files = new JobFiles({ database, blobs, commands });
  const facts = runFacts({ log, streams: streams.streamFacts, models: models.modelView });
  const runner = new ProcessRunner({
    ...{ log, database, replicaId, clock, logger },
    service: 'training',
    process: runProcess,
    handlers: runEffects({ commands, queue, clock }),
    deadLetters: jetStreamDeadLetters(jetstream(connection, { checkAPI: false })),
    ...tracedWork(base.registry),
  });
  return {
    runProcess: runner,
    queue,
    runs: { commands, records, view, requests: new RequestRuns({ ...base, commands, facts }) },
    jobs: {
      desk: new JobDesk({ commands, records, view, clock }),
      files,
      results: new JobResults({ blobs, clock, commands, files, records, inspector: models.inspector }),
    },
  };
};
