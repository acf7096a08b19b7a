import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { writeServiceSetups } from '@tutti/nats-server';
import type { Logger } from 'pino';
import { readEnvironment } from './config';
import type { DataPaths } from './data-dir';
import { keepRunning, type Kept } from './keep-running';
import type { Nats } from './nats';

export interface LocalTrainerOptions {
  /** What log lines call it, and its folder. */
  readonly name: string;
  /** The bundled trainer program. */
  readonly entry: string;
  /** URL of the API. */
  readonly url: string;
  /** Authority of its certificate, and of nats-server's. */
  readonly caFile?: string | undefined;
  readonly nats: Pick<Nats, 'url' | 'setup'>;
  readonly paths: Pick<DataPaths, 'trainer' | 'serviceSetups'>;
  readonly logger: Logger;
  readonly onStart?: (pid: number) => void;
}

/** Keeps a trainer running beside this process, with its own credentials and nobody else's. Its lines become debug lines. */
export const startLocalTrainer = async (options: LocalTrainerOptions): Promise<Kept> => {
  const { name, entry, url, caFile, nats, paths, logger, onStart } = options;
  await writeServiceSetups(nats.setup, paths.serviceSetups, ['trainer']);
  const data = join(paths.trainer, name);
  await mkdir(data, { recursive: true, mode: 0o700 });
  const { NATS_CA_FILE = caFile, ...environment } = readEnvironment();
  const env = {
    ...environment,
    NATS_URL: nats.url,
    NATS_CA_FILE,
    SERVICE_SETUP_DIR: join(paths.serviceSetups, 'trainer'),
    TUTTI_URL: url,
    TUTTI_CA_FILE: caFile,
    TRAINER_DATA_DIR: data,
  };
  return keepRunning({
    name,
    program: () => ({ args: [entry], env }),
    output: (line) => logger.debug({ trainer: line }, name),
    logger,
    firstPauseMs: 1000,
    ...(onStart ? { onStart } : {}),
  });
};
