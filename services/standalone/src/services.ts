import { devicesService } from '@tutti/devices';
import { identityService } from '@tutti/identity';
import { createRegistry, databaseUrls, layFoundation, serve, type Ground } from '@tutti/service-kit';
import { summaryService } from '@tutti/summary';
import { randomUUID } from 'node:crypto';
import type { Logger } from 'pino';
import type { StandaloneConfig } from './config';
import { keptKey, type DataPaths } from './data-dir';
import type { Nats } from './nats';

export interface ServicesOptions {
  readonly paths: DataPaths;
  readonly config: StandaloneConfig;
  readonly nats: Nats;
  readonly logger: Logger;
  readonly port: number;
  readonly consoleDir: string;
}

export interface Services {
  readonly url: string;
  /** Host and port of gRPC. */
  readonly grpc: string;
  /** Of the user `admin`, when it was just made. */
  readonly oneTimePassword?: string;
  /** Lets the agent on this machine in without asking. */
  readonly tokenForLocalAgent: () => Promise<string>;
  readonly close: () => Promise<void>;
}

const groundOf = async ({ paths, config, nats, logger }: ServicesOptions): Promise<Ground> => ({
  workspace: config.WORKSPACE,
  nats: nats.setup,
  natsUrl: nats.url,
  connect: nats.connect,
  databaseUrl: databaseUrls(config, paths.databases),
  replicaId: await keptKey(paths.replicaId),
  logger,
  registry: createRegistry(),
});

/** Opens all services in this process, behind one port. */
export const openServices = async (options: ServicesOptions): Promise<Services> => {
  const { config, paths, port, consoleDir } = options;
  const ground = await groundOf(options);
  const first = await layFoundation('identity', ground);
  const identity = await identityService.open(first, config);
  const devices = await devicesService.open(await layFoundation('devices', ground), {
    ...config,
    BLOBS_DIR: paths.blobs,
  });
  const summary = await summaryService.open(await layFoundation('summary', ground), config);
  const app = await serve([identity, devices, summary], ground, {
    connection: first.connection,
    host: '127.0.0.1',
    port,
    grpcPort: config.GRPC_PORT,
    consoleDir,
    ...(config.TUTTI_OPERATIONS_TOKEN === undefined
      ? {}
      : { operationsToken: config.TUTTI_OPERATIONS_TOKEN }),
  });
  const { oneTimePassword } = identity;
  return {
    url: app.url,
    grpc: `127.0.0.1:${app.grpcPort}`,
    ...(oneTimePassword === undefined ? {} : { oneTimePassword }),
    tokenForLocalAgent: () => devices.devices.tokenForLocalAgent(randomUUID()),
    close: () => app.close(),
  };
};
