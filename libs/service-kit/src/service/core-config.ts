import { z } from 'zod';
import { secret } from '../config/config-schema';

/** Configuration that every process of Tutti reads, whatever runs in it; to be spread into its own. */
export const coreConfig = {
  WORKSPACE: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9_-]{0,62}$/)
    .default('tutti')
    .describe(
      'Unique name of this installation (S0-39). It is part of every device id: do not change it later.',
    ),
  GRPC_PORT: z.coerce
    .number()
    .int()
    .min(0)
    .max(65_535)
    .default(8081)
    .describe('Port of gRPC, on the host of HTTP; 0 = any free one.'),
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
  OTEL_TRACES_SAMPLER: z
    .enum([
      'always_on',
      'always_off',
      'traceidratio',
      'parentbased_always_on',
      'parentbased_always_off',
      'parentbased_traceidratio',
    ])
    .default('parentbased_always_on')
    .describe(
      'Which traces are kept; read by OpenTelemetry. Usually parentbased_traceidratio in production.',
    ),
  OTEL_TRACES_SAMPLER_ARG: z.coerce
    .number()
    .min(0)
    .max(1)
    .default(1)
    .describe('The share of traces that a traceidratio sampler keeps; read by OpenTelemetry.'),
};
