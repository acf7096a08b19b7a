import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type NatsConnection } from '@nats-io/transport-node';
import { type SyncInterval } from '../server/server-config';
import { type NatsServer, startNatsServer } from '../server/start-nats-server';
import { type NatsSetup } from '../setup/nats-setup';
import { type UserName } from '../setup/users';
import { provision } from '../streams/provision';
import { type TestClients, testClients, type TestDevice, type TestDeviceOptions } from './test-clients';
import { copyTestSetup, natsServerForTests } from './test-setup';

export { startTestCluster, type TestCluster } from './test-cluster';
export type { TestDevice, TestDeviceOptions } from './test-clients';
export { natsServerForTests, repositoryRoot } from './test-setup';

/** As `@tutti/certificates` has it. */
export interface TestCertificate {
  readonly pemFile?: string;
  readonly caFile?: string;
  onChange(listener: () => void): void;
}

export interface TestNatsOptions {
  /** `always`, as in production, when absent. */
  readonly syncInterval?: SyncInterval;
  /** False leaves the server without logs and buckets. */
  readonly provisioned?: boolean;
  /** Makes buckets for blobs, of this size. */
  readonly blobBytes?: number;
  /** Speaks TLS with it. */
  readonly certificate?: TestCertificate;
}

/** A nats-server of the test's own, set up as in production, in a temporary directory. */
export interface TestNats {
  /** Stays the same over restarts. */
  readonly url: string;
  readonly monitorUrl: string;
  readonly setup: NatsSetup;
  /** Logs and buckets on disk. */
  readonly storeDir: string;
  /** As a service, `setup`, or the system account's `revoker` or `observer`. */
  connect(user: UserName): Promise<NatsConnection>;
  /** In account CORE with all rights, for looking and for mischief. */
  connectAdmin(): Promise<NatsConnection>;
  connectDevice(device: TestDeviceOptions): Promise<TestDevice>;
  /** Starts it again on the same ports and store, after a stop in good order when it still runs; clients are back. */
  restart(): Promise<void>;
  /** Ends the server as a crash would; connections stay and try to come back. */
  kill9(): Promise<void>;
  /** Closes all connections, ends the server, removes its files. */
  stop(): Promise<void>;
}

export const startTestNats = async (options: TestNatsOptions = {}): Promise<TestNats> => {
  const dir = await mkdtemp(join(tmpdir(), 'tutti-nats-'));
  const setup = await copyTestSetup(join(dir, 'nats'));
  const storeDir = join(dir, 'store');
  const binary = await natsServerForTests();
  const start = (port: number | 'free', monitorPort: number | 'free'): Promise<NatsServer> =>
    startNatsServer({
      binary,
      setup,
      storeDir,
      logFile: join(dir, 'nats-server.log'),
      port,
      monitorPort,
      ...(options.certificate ? { listen: { host: '127.0.0.1', pemFile: options.certificate.pemFile } } : {}),
      syncInterval: options.syncInterval ?? 'always',
    });
  const first = await start('free', 'free');
  let server = first;
  const killAtExit = (): void => void server.kill9();
  process.once('exit', killAtExit);
  options.certificate?.onChange(() => server.reload());
  const clients = testClients(setup, first.url, options.certificate?.caFile);
  if (options.provisioned !== false) await provisionOnce(clients, options.blobBytes);
  return {
    url: first.url,
    monitorUrl: first.monitorUrl,
    setup,
    storeDir,
    ...clients,
    restart: async () => {
      await server.stop();
      server = await start(portOf(first.url), portOf(first.monitorUrl));
      await clients.allBack();
    },
    kill9: () => server.kill9(),
    stop: async () => {
      process.off('exit', killAtExit);
      await clients.closeAll();
      await server.stop();
      await rm(dir, { recursive: true, force: true });
    },
  };
};

const portOf = (url: string): number => Number(new URL(url).port);

const provisionOnce = async (clients: TestClients, blobBytes?: number): Promise<void> => {
  const connection = await clients.connect('setup');
  await provision(connection, { telemetryBytes: 64 * 1024 * 1024, blobBytes });
  await connection.close();
};
