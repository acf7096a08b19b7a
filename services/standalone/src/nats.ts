import {
  connectNats,
  findNatsServer,
  initNats,
  provision,
  startNatsServer,
  verifyNatsServer,
  type NatsServer,
  type NatsSetup,
  type UserName,
} from '@tutti/nats-server';
import type { NatsConnection } from '@nats-io/transport-node';
import { readFile, writeFile } from 'node:fs/promises';
import type { StandaloneConfig } from './config';
import type { DataPaths } from './data-dir';
import { isFree } from './free-port';

/** nats-server as the services use it: our child, or the one that NATS_URL names. */
export interface Nats {
  readonly url: string;
  readonly setup: NatsSetup;
  readonly connect: (user: UserName) => Promise<NatsConnection>;
  /** Settles when our child has ended by itself; never for a server that is not ours. */
  readonly lost: Promise<void>;
  /** Closes the connections, then ends the child. */
  readonly stop: () => Promise<void>;
}

export interface NatsOptions {
  readonly paths: DataPaths;
  readonly config: StandaloneConfig;
  readonly cacheDir: string;
  readonly onProgress: (line: string) => void;
}

/** Sets up keys and accounts at the first start, starts nats-server unless one is given, and makes logs and buckets. */
export const openNats = async (options: NatsOptions): Promise<Nats> => {
  const { paths, config } = options;
  const setup = await initNats({ dir: paths.natsSetup, workspace: config.WORKSPACE });
  const server = config.NATS_URL === undefined ? await startChild(options, setup) : undefined;
  const url = server?.url ?? config.NATS_URL ?? '';
  const open: NatsConnection[] = [];
  const connect = async (user: UserName): Promise<NatsConnection> => {
    const connection = await connectNats({ url, user, credsFile: setup.credsFor(user) });
    open.push(connection);
    return connection;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(open.map((connection) => connection.close()));
    await server?.stop();
  };
  try {
    await prepare(connect);
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, setup, connect, lost: server?.exited ?? new Promise(() => undefined), stop };
};

const startChild = async (
  { paths, config, cacheDir, onProgress }: NatsOptions,
  setup: NatsSetup,
): Promise<NatsServer> => {
  const binary = await findNatsServer({
    cacheDir,
    env: { natsServerBin: config.NATS_SERVER_BIN },
    onProgress,
  });
  const { natsStore: storeDir, natsLog: logFile } = paths;
  const server = await startNatsServer({
    binary,
    setup,
    storeDir,
    logFile,
    port: await keptPort(paths.natsPort),
    monitorPort: 'free',
  });
  await writeFile(paths.natsPort, new URL(server.url).port);
  return server;
};

/** The port of the last time, so that devices find the server again; any free one at first or when it is taken. */
const keptPort = async (file: string): Promise<number | 'free'> => {
  const port = Number(await readFile(file, 'utf8').catch(() => ''));
  return port > 0 && (await isFree(port)) ? port : 'free';
};

const prepare = async (connect: Nats['connect']): Promise<void> => {
  const observer = await connect('observer');
  await verifyNatsServer({ observer });
  await observer.close();
  const setup = await connect('setup');
  await provision(setup);
  await setup.close();
};
