import { datasetsConfig } from '@tutti/datasets';
import { devicesConfig } from '@tutti/devices';
import { identityConfig } from '@tutti/identity';
import { blobSystemConfig, certificateConfig, coreConfig, databaseConfig } from '@tutti/service-kit';
import { summaryConfig } from '@tutti/summary';
import { trainerTuning } from '@tutti/trainer';
import { trainingConfig } from '@tutti/training';
import { z } from 'zod';
import type { DataPaths } from './data-dir';

/** Configuration of the standalone process: its own and that of the services in it. Read once, in `readEnvironment`. */
export const standaloneConfig = z.object({
  ...identityConfig,
  ...devicesConfig,
  ...datasetsConfig,
  ...trainingConfig,
  ...summaryConfig,
  ...trainerTuning,
  ...coreConfig,
  ...databaseConfig,
  ...blobSystemConfig,
  NATS_URL: z
    .string()
    .optional()
    .describe(
      'A running nats-server (2.12 or newer) that was set up from this data directory. Tutti starts its own when absent.',
    ),
  NATS_CA_FILE: z
    .string()
    .optional()
    .describe(
      'Authority of that server, PEM, when NATS_URL begins with tls:// and not every machine knows it.',
    ),
  SERVER_IP: z
    .string()
    .optional()
    .describe(
      'Names or addresses by which others reach this machine, separated by commas (S0-30); as --public-host.',
    ),
  BACKEND_ENDPOINT: z
    .url({ protocol: /^https?$/ })
    .optional()
    .describe('URL by which devices and people reach Tutti when a proxy or NAT stands in front (S0-34).'),
  ...certificateConfig,
  NATS_SERVER_BIN: z
    .string()
    .optional()
    .describe('Path of the nats-server to start; else PATH, the cache, a download.'),
});
export type StandaloneConfig = z.infer<typeof standaloneConfig>;

/** Where bytes are kept, for the services: a folder of the data directory when nothing is said. */
export const blobsOf = ({ BLOBS }: StandaloneConfig, paths: Pick<DataPaths, 'blobs'>): string =>
  BLOBS ?? `folder:${paths.blobs}`;

export const readEnvironment = (): NodeJS.ProcessEnv => process.env;
