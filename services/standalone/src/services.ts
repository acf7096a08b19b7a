import { datasetsService } from '@tutti/datasets';
import { deploymentService } from '@tutti/deployment';
import { devicesService } from '@tutti/devices';
import { identityService } from '@tutti/identity';
import {
  authorityOf,
  createRegistry,
  databaseUrls,
  layFoundation,
  serve,
  type Ground,
  type PublicEntrance,
} from '@tutti/service-kit';
import { summaryService } from '@tutti/summary';
import { trainingService } from '@tutti/training';
import type { Logger } from 'pino';
import { blobsOf, type StandaloneConfig } from './config';
import { serveAuthority } from './authority';
import { keptKey, type DataPaths } from './data-dir';
import type { Entrance } from './entrance';
import type { Nats } from './nats';

export interface ServicesOptions {
  readonly paths: DataPaths;
  readonly config: StandaloneConfig;
  readonly nats: Nats;
  readonly logger: Logger;
  readonly port: number;
  readonly entrance: Entrance;
  readonly consoleDir: string;
}

export interface Services {
  /** As it is reached from this machine. */
  readonly url: string;
  /** Host and port of gRPC. */
  readonly grpc: string;
  /** As it is reached from others. */
  readonly urls: readonly string[];
  /** Of the user `admin`, when it was just made. */
  readonly oneTimePassword?: string;
  /** Lets the agent on this machine in without asking. */
  readonly tokenForLocalAgent: () => Promise<string>;
  readonly close: () => Promise<void>;
}

/** What devices are told; the port is known once the server listens. */
const publicEntrance = ({ entrance, config, nats }: ServicesOptions, port: () => number): PublicEntrance => ({
  urls: () => entrance.urls(port()),
  natsUrls: () => (config.NATS_URL === undefined ? entrance.natsUrls(Number(new URL(nats.url).port)) : []),
  authority: () => authorityOf(entrance.certificate),
});

const groundOf = async (options: ServicesOptions, port: () => number): Promise<Ground> => {
  const { paths, config, nats, logger } = options;
  return {
    workspace: config.WORKSPACE,
    nats: nats.setup,
    natsUrl: nats.url,
    connect: nats.connect,
    databaseUrl: databaseUrls(config, paths.databases),
    replicaId: await keptKey(paths.replicaId),
    logger,
    registry: createRegistry(),
    entrance: publicEntrance(options, port),
  };
};

/** Also when a proxy in front encrypts: then the browser sees nothing but HTTPS. */
const isSecure = ({ entrance, config }: ServicesOptions): boolean =>
  entrance.certificate !== undefined || config.BACKEND_ENDPOINT?.startsWith('https:') === true;

/** Nobody could ever sign in if the password that was just made went unseen. */
const tellPassword = (oneTimePassword: string | undefined): void => {
  if (oneTimePassword !== undefined)
    console.error(`\nThe user admin was created; its one-time password is ${oneTimePassword}`);
};

/** Opens all services in this process, behind one port. */
export const openServices = async (options: ServicesOptions): Promise<Services> => {
  const config = { ...options.config, SECURE_COOKIES: options.config.SECURE_COOKIES || isSecure(options) };
  const listening = { port: options.port };
  const ground = await groundOf(options, () => listening.port);
  const foundation = await layFoundation('identity', ground);
  const identity = await identityService.open(foundation, config);
  const opening = { options: { ...options, config }, ground, foundation, identity, listening };
  return openOthers(opening).catch((error: unknown) => {
    tellPassword(identity.oneTimePassword);
    throw error;
  });
};

interface Opening {
  readonly options: ServicesOptions;
  readonly ground: Ground;
  readonly foundation: Awaited<ReturnType<typeof layFoundation>>;
  readonly identity: Awaited<ReturnType<typeof identityService.open>>;
  /** Where the server listens, once it does. */
  readonly listening: { port: number };
}

const openOthers = async ({
  options,
  ground,
  foundation,
  identity,
  listening,
}: Opening): Promise<Services> => {
  const { port, consoleDir, entrance } = options;
  const config = { ...options.config, BLOBS: blobsOf(options.config, options.paths) };
  const { certificate, insecure, host } = entrance;
  const devices = await devicesService.open(await layFoundation('devices', ground), config);
  const datasets = await datasetsService.open(await layFoundation('datasets', ground), config);
  const training = await trainingService.open(await layFoundation('training', ground), config);
  const deployment = await deploymentService.open(await layFoundation('deployment', ground), config);
  const summary = await summaryService.open(await layFoundation('summary', ground), config);
  const app = await serve([identity, devices, datasets, training, deployment, summary], ground, {
    connection: foundation.connection,
    host,
    port,
    grpcPort: config.GRPC_PORT,
    certificate,
    insecure,
    consoleDir,
    configure: (server) => serveAuthority(server, certificate),
    ...(config.TUTTI_OPERATIONS_TOKEN === undefined
      ? {}
      : { operationsToken: config.TUTTI_OPERATIONS_TOKEN }),
  });
  listening.port = app.port;
  const { oneTimePassword } = identity;
  return {
    grpc: `${entrance.localName}:${app.grpcPort}`,
    url: `${new URL(app.url).protocol}//${entrance.localName}:${app.port}`,
    urls: entrance.urls(app.port),
    ...(oneTimePassword === undefined ? {} : { oneTimePassword }),
    tokenForLocalAgent: () => devices.devices.tokenForLocalAgent(),
    close: () => app.close(),
  };
};
