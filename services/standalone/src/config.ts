import { devicesConfig } from '@tutti/devices';
import { identityConfig } from '@tutti/identity';
import { secret } from '@tutti/service-kit';
import { z } from 'zod';

/** Configuration of the standalone process: its own and that of the services in it. Read once, in `readEnvironment`. */
export const standaloneConfig = z.object({
  ...identityConfig,
  ...devicesConfig,
  WORKSPACE: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/)
    .default('tutti')
    .describe(
      'Unique name of this installation (S0-39). It is part of every device id: do not change it later.',
    ),
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
  LOGGING_LEVEL: z
    .string()
    .transform((level) => level.toLowerCase())
    .pipe(z.enum(['trace', 'debug', 'info', 'warn', 'warning', 'error']))
    .transform((level) => (level === 'warning' ? 'warn' : level))
    .default('info')
    .describe('How much is logged: debug, info, warn or error (S0-32).'),
  TUTTI_OPERATIONS_TOKEN: secret(z.string().min(16))
    .optional()
    .describe('Bearer token that opens /healthz, /readyz and /metrics to other machines.'),
  OTEL_EXPORTER_OTLP_ENDPOINT: z
    .string()
    .optional()
    .describe('Where traces go (OTLP over HTTP). Off when absent.'),
});
export type StandaloneConfig = z.infer<typeof standaloneConfig>;

export const readEnvironment = (): NodeJS.ProcessEnv => process.env;
