import { z } from 'zod';
import type { DatabaseConfig } from '../config/database-config';
import { coreConfig } from './core-config';
import { listenConfig } from './listen-config';

/** Configuration of a process that runs one service; each service adds its own. */
export const processConfig = {
  ...coreConfig,
  NATS_URL: z.string().describe('Where NATS is: one address, or several of a cluster separated by commas.'),
  SERVICE_SETUP_DIR: z
    .string()
    .describe(
      "Folder with this service's credentials and keys, as `tutti init` wrote it: <data>/services/<service>.",
    ),
  HTTP_HOST: z.string().default('127.0.0.1').describe('Address to listen on.'),
  ...listenConfig,
  NATS_CA_FILE: z
    .string()
    .optional()
    .describe('Authority of a NATS server at tls://, PEM, unless every machine knows it.'),
  HTTP_PORT: z.coerce.number().int().min(0).max(65_535).default(8080).describe('Port for REST; 0 takes any.'),
  REPLICA_ID: z
    .string()
    .max(128)
    .optional()
    .describe(
      'Unique among the running replicas of the service. One that stays the same over restarts takes its work up again at once instead of after 10 s. Made up at each start when absent.',
    ),
  TRUSTED_PROXIES: z
    .string()
    .optional()
    .describe(
      'Addresses or networks, separated by commas, whose X-Forwarded-For counts. Without it every caller behind a proxy shares one rate limit.',
    ),
  DRAIN_SECONDS: z.coerce
    .number()
    .min(0)
    .max(60)
    .default(5)
    .describe('How long a process that is told to stop still answers while it says that it is not ready.'),
};

/** Services that keep tables have `databaseConfig` too. */
export type ProcessConfig = z.output<z.ZodObject<typeof processConfig>> & Partial<DatabaseConfig>;

export const readEnvironment = (): NodeJS.ProcessEnv => process.env;
