import { access, mkdir } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { NatsConnection } from '@nats-io/transport-node';
import { connectNats, NotOurNatsServer, readServiceSetup } from '@tutti/nats-server';
import type { Logger } from 'pino';
import { threadsOf, type TrainerConfig } from './config';
import { JobQueue } from './protocol/job-queue';
import { trustAuthority } from './protocol/ticket-http';
import type { Workshop } from './work/run-job';
import { TrainerLoop } from './work/trainer';
import { trainerVersion } from './version';

export interface StartOptions {
  readonly config: TrainerConfig;
  /** Steps of each trainer that there is, by name. */
  readonly steps: Workshop['steps'];
  /** The bundled program of its threads. */
  readonly entry: URL;
  readonly logger: Logger;
}

export interface RunningTrainer {
  stop(): Promise<void>;
}

const megabyte = 1024 * 1024;

const workshopOf = ({ config, steps, entry, logger }: StartOptions): Workshop => ({
  url: config.TUTTI_URL,
  caFile: config.TUTTI_CA_FILE,
  workerName: `${config.TRAINER_NAME ?? hostname()} tutti-trainer/${trainerVersion}`,
  steps,
  thread: { entry, memoryMegabytes: config.TRAINER_MEMORY_MB },
  cache: {
    file: join(resolve(config.TRAINER_DATA_DIR), 'features.sqlite'),
    maxBytes: config.TRAINER_CACHE_MB * megabyte,
  },
  threads: threadsOf(config),
  logger,
});

const retryMs = 5_000;

/** The server may start later than a trainer on another machine. One that is not ours never becomes ours. */
const connectPatiently = async (
  config: TrainerConfig,
  credsFile: string,
  logger: Logger,
): Promise<NatsConnection> => {
  await access(credsFile);
  const { NATS_URL: url, TRAINER_NAME, TUTTI_CA_FILE, NATS_CA_FILE: caFile = TUTTI_CA_FILE } = config;
  const name = TRAINER_NAME === undefined ? {} : { name: TRAINER_NAME };
  for (;;) {
    try {
      return await connectNats({ url, user: 'trainer', credsFile, caFile, ...name });
    } catch (error) {
      if (error instanceof NotOurNatsServer) throw error;
      logger.warn({ nats: url, reason: String(error) }, 'NATS does not answer; trying again');
      await delay(retryMs);
    }
  }
};

/** Connects, and takes jobs from then on. */
export const startTrainer = async (options: StartOptions): Promise<RunningTrainer> => {
  const { config, steps, logger } = options;
  const kinds = config.TRAINER_KINDS ?? Object.keys(steps);
  const unknown = kinds.filter((kind) => steps[kind] === undefined);
  if (unknown.length > 0 || kinds.length === 0)
    throw new Error(
      `There is no trainer ${unknown.join(', ')} here; there is ${Object.keys(steps).join(', ')}.`,
    );
  await mkdir(config.TRAINER_DATA_DIR, { recursive: true, mode: 0o700 });
  trustAuthority(config.TUTTI_CA_FILE);
  const setup = await readServiceSetup(config.SERVICE_SETUP_DIR);
  const connection = await connectPatiently(config, setup.credsFor('trainer'), logger);
  const queue = new JobQueue(connection, {
    kinds,
    onTrouble: (error) => logger.debug({ reason: String(error) }, 'The queue is not there; trying again'),
  });
  const loop = new TrainerLoop(queue, workshopOf(options));
  loop.start();
  logger.info({ kinds, nats: config.NATS_URL, url: config.TUTTI_URL }, 'Waiting for jobs');
  return {
    stop: async () => {
      await loop.stop();
      await connection.close();
    },
  };
};
