import { devicesConfig } from '@tutti/devices';
import { identityConfig } from '@tutti/identity';
import { coreConfig, databaseConfig } from '@tutti/service-kit';
import { z } from 'zod';

/** Configuration of the standalone process: its own and that of the services in it. Read once, in `readEnvironment`. */
export const standaloneConfig = z.object({
  ...identityConfig,
  ...devicesConfig,
  ...coreConfig,
  ...databaseConfig,
  NATS_URL: z
    .string()
    .optional()
    .describe(
      'A running nats-server (2.12 or newer) that was set up from this data directory. Tutti starts its own when absent.',
    ),
  NATS_SERVER_BIN: z
    .string()
    .optional()
    .describe('Path of the nats-server to start; else PATH, the cache, a download.'),
});
export type StandaloneConfig = z.infer<typeof standaloneConfig>;

export const readEnvironment = (): NodeJS.ProcessEnv => process.env;
