import { Module, type DynamicModule } from '@nestjs/common';
import { FolderBlobStore } from '@tutti/blob-store';
import { Devices, DevicesModule, devicesSettings } from '@tutti/devices';
import { JetStreamEventLog, KvSnapshotStore } from '@tutti/event-store';
import { Identity, IdentityModule } from '@tutti/identity';
import type { ServiceName } from '@tutti/nats-server';
import {
  createHttpApp,
  createRegistry,
  observeRunners,
  Readiness,
  readVaultKeys,
  traceEventLog,
  type TokenRealm,
} from '@tutti/service-kit';
import { Summary, SummaryModule } from '@tutti/summary';
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
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
  /** Of the user `admin`, when it was just made. */
  readonly oneTimePassword?: string;
  /** Lets the agent on this machine in without asking. */
  readonly tokenForLocalAgent: () => Promise<string>;
  readonly close: () => Promise<void>;
}

@Module({})
class StandaloneModule {}

type Foundation = Awaited<ReturnType<typeof foundation>>;

/** What every service is opened with; each adds its own. */
const foundation = async ({ paths, config, nats, logger }: ServicesOptions) => {
  const registry = createRegistry();
  const vaultKeys = await readVaultKeys(nats.setup.vaultKeyFile);
  const realm: TokenRealm = { issuer: `tutti:${config.WORKSPACE}`, audience: 'tutti' };
  const replicaId = await keptKey(paths.replicaId);
  const of = async (service: ServiceName) => {
    const connection = await nats.connect(service);
    const log = traceEventLog(await JetStreamEventLog.open(connection, { onForeign: foreignAlarm(logger) }));
    const snapshots = await KvSnapshotStore.open(connection);
    const databaseUrl = `sqlite:${join(paths.databases, `${service}.sqlite`)}`;
    const own = { connection, log, snapshots, databaseUrl, logger: logger.child({ service }) };
    return { ...own, vaultKeys, realm, replicaId, registry };
  };
  return { of, registry, realm };
};

const foreignAlarm =
  (logger: Logger) => (message: { readonly position: number; readonly subject: string }) => {
    logger.error(message, 'a message in the log was not written by Tutti; it is passed over');
  };

const openDevices = async (
  options: ServicesOptions,
  own: Awaited<ReturnType<Foundation['of']>>,
): Promise<Devices> => {
  const { nats, config, paths } = options;
  return Devices.open({
    ...own,
    revoker: await nats.connect('revoker'),
    nats: nats.setup,
    natsUrls: config.DEVICE_NATS_URLS?.split(',') ?? [nats.url],
    blobs: await FolderBlobStore.open(paths.blobs),
    workspace: config.WORKSPACE,
    settings: devicesSettings(config),
  });
};

/** Opens all services in this process, behind one port. */
export const openServices = async (options: ServicesOptions): Promise<Services> => {
  const { paths, config, logger, port, consoleDir } = options;
  const { of, registry, realm } = await foundation(options);
  const identity = await Identity.open({ ...(await of('identity')), secureCookies: false });
  const { oneTimePassword } = await identity.ensureAdmin(config.TUTTI_ADMIN_PASSWORD);
  const devices = await openDevices(options, await of('devices'));
  const summary = await Summary.open(await of('summary'));
  const imports: DynamicModule[] = [
    IdentityModule.register(identity),
    DevicesModule.register(devices),
    SummaryModule.register(summary),
  ];
  const app = await createHttpApp(
    { module: StandaloneModule, imports },
    {
      host: '127.0.0.1',
      port,
      logger,
      api: { title: 'Tutti', version: '0.1.0' },
      realm,
      registry,
      consoleDir,
      pageTokenKey: await keptKey(paths.pageTokenKey),
      ...(config.TUTTI_OPERATIONS_TOKEN === undefined
        ? {}
        : { operationsToken: config.TUTTI_OPERATIONS_TOKEN }),
    },
  );
  observeRunners([...identity.runners, ...devices.runners], { readiness: app.get(Readiness), registry });
  return {
    url: app.url,
    ...(oneTimePassword === undefined ? {} : { oneTimePassword }),
    tokenForLocalAgent: () => devices.tokenForLocalAgent(randomUUID()),
    close: () => app.close(),
  };
};
