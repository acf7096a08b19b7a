import { randomUUID } from 'node:crypto';
import type { NatsConnection } from '@nats-io/transport-node';
import { connectNats, readServiceSetup, type UserName } from '@tutti/nats-server';
import type { Logger } from 'pino';
import type { z } from 'zod';
import type { HttpApp } from '../bootstrap/http-options';
import { assertEncryptedNats } from '../config/assert-encrypted-nats';
import { ConfigError } from '../config/config-error';
import type { ConfigSchema } from '../config/config-schema';
import { type DatabaseConfig, databaseUrls } from '../config/database-config';
import { type ParsedConfig, parseConfig } from '../config/parse-config';
import { createLogger } from '../observability/logger';
import { createRegistry } from '../observability/metrics';
import { startTracing } from '../observability/start-tracing';
import { type ProcessConfig, readEnvironment } from './config';
import { type Ground, layFoundation } from './foundation';
import { configuredCertificate } from './listen-config';
import { serve } from './serve';
import type { Service } from './service';
import { untilSignal } from './until-signal';

type Step = () => Promise<unknown>;

/**
 * The whole life of a process with one service: until SIGTERM or SIGINT, or until whoever started it is gone. What it
 * cannot start with ends it, with the reason in the log; whoever supervises it starts it again.
 */
export const runService = async <Config extends ProcessConfig>(
  service: Service<NoInfer<Config>>,
  schema: ConfigSchema & z.ZodType<Config>,
): Promise<void> => {
  const stopping = untilSignal();
  const { config, warnings } = readConfig(schema);
  const logger = createLogger({ name: `tutti-${service.name}`, level: config.LOGGING_LEVEL });
  for (const warning of warnings) logger.warn(warning);
  if (config.INSECURE) logger.warn('Plain text is allowed beyond this machine: INSECURE');
  const steps: Step[] = [];
  try {
    const { url } = await start(service, config, { logger, steps });
    logger.info({ url }, 'ready');
    logger.info({ signal: await stopping }, 'stopping');
  } catch (error) {
    logger.fatal({ err: error }, 'cannot go on');
    process.exitCode = 1;
  }
  for (const step of steps.reverse()) await step();
  process.exit();
};

const readConfig = <Config extends ProcessConfig>(
  schema: ConfigSchema & z.ZodType<Config>,
): ParsedConfig<typeof schema> => {
  try {
    const parsed = parseConfig(schema, readEnvironment());
    assertEncryptedNats(parsed.config.NATS_URL, parsed.config.INSECURE);
    return parsed;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.error(error.message);
    process.exit(1);
  }
};

interface Starting {
  readonly logger: Logger;
  /** How to undo what was started, in the order in which it was. */
  readonly steps: Step[];
}

const start = async <Config extends ProcessConfig>(
  service: Service<Config>,
  config: Config,
  { logger, steps }: Starting,
): Promise<HttpApp> => {
  const tracing = await startTracing({
    endpoint: config.OTEL_EXPORTER_OTLP_ENDPOINT,
    serviceName: `tutti-${service.name}`,
  });
  steps.push(() => tracing.shutdown());
  const certificate = await configuredCertificate(config, logger);
  steps.push(async () => certificate?.close());
  const ground = await groundOf(config, logger, steps);
  const foundation = await layFoundation(service.name, ground);
  const opened = await service.open(foundation, config);
  const app = await serve([opened], ground, {
    connection: foundation.connection,
    host: config.HTTP_HOST,
    certificate,
    insecure: config.INSECURE,
    port: config.HTTP_PORT,
    grpcPort: config.GRPC_PORT,
    drainMs: config.DRAIN_SECONDS * 1000,
    ...(config.TRUSTED_PROXIES === undefined ? {} : { trustedProxies: config.TRUSTED_PROXIES.split(',') }),
    ...(config.TUTTI_OPERATIONS_TOKEN === undefined
      ? {}
      : { operationsToken: config.TUTTI_OPERATIONS_TOKEN }),
  });
  steps.push(() => app.close());
  return app;
};

const keepsTables = (config: ProcessConfig): config is ProcessConfig & DatabaseConfig =>
  config.MYSQL_PORT !== undefined;

const groundOf = async (config: ProcessConfig, logger: Logger, steps: Step[]): Promise<Ground> => {
  const nats = await readServiceSetup(config.SERVICE_SETUP_DIR);
  const replicaId = config.REPLICA_ID ?? randomUUID();
  if (nats.workspace !== config.WORKSPACE)
    throw new Error(`SERVICE_SETUP_DIR is of workspace "${nats.workspace}", WORKSPACE is another one.`);
  const connect = async (user: UserName): Promise<NatsConnection> => {
    const credsFile = nats.credsFor(user);
    const { NATS_URL: url, NATS_CA_FILE: caFile } = config;
    const connection = await connectNats({ url, caFile, user, credsFile, name: replicaId });
    steps.push(() => connection.close());
    return connection;
  };
  return {
    workspace: config.WORKSPACE,
    nats,
    natsUrl: config.NATS_URL,
    connect,
    databaseUrl: keepsTables(config) ? databaseUrls(config) : () => '',
    replicaId,
    logger,
    registry: createRegistry(),
  };
};
