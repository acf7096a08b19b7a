import {
  connectNats,
  initNats,
  provision,
  verifyNatsServer,
  type NatsSetup,
  type UserName,
} from '@tutti/nats-server';
import type { NatsConnection } from '@nats-io/transport-node';
import { assertEncryptedNats, blobBytesOf } from '@tutti/service-kit';
import { startNatsChild, type NatsChildOptions } from './nats-child';

/** nats-server as the services use it: our child, or the one that NATS_URL names. */
export interface Nats {
  readonly url: string;
  readonly setup: NatsSetup;
  readonly connect: (user: UserName) => Promise<NatsConnection>;
  /** Resolves with the reason when our child is given up; never for a server that is not ours. */
  readonly lost: Promise<string>;
  /** Closes the connections, then ends the child. */
  readonly stop: () => Promise<void>;
}

export interface NatsOptions extends NatsChildOptions {
  /** Plain text to a server on another machine is fine. */
  readonly insecure?: boolean;
}

/** Sets up keys and accounts at the first start, starts nats-server unless one is given, and makes logs and buckets. */
export const openNats = async (options: NatsOptions): Promise<Nats> => {
  const { paths, config, entrance } = options;
  if (config.NATS_URL !== undefined) assertEncryptedNats(config.NATS_URL, options.insecure === true);
  const setup = await initNats({ dir: paths.natsSetup, workspace: config.WORKSPACE });
  const server = config.NATS_URL === undefined ? await startNatsChild(options, setup) : undefined;
  const url = server?.url ?? config.NATS_URL ?? '';
  const open: NatsConnection[] = [];
  const connect = async (user: UserName): Promise<NatsConnection> => {
    const caFile = server ? entrance?.certificate?.caFile : config.NATS_CA_FILE;
    const connection = await connectNats({ url, user, credsFile: setup.credsFor(user), caFile });
    open.push(connection);
    return connection;
  };
  const stop = async (): Promise<void> => {
    await Promise.all(open.map((connection) => connection.close()));
    await server?.stop();
  };
  try {
    await prepare(connect, blobBytesOf(config));
  } catch (error) {
    await stop();
    throw error;
  }
  return { url, setup, connect, lost: server?.lost ?? new Promise(() => undefined), stop };
};

const prepare = async (connect: Nats['connect'], blobBytes: number | undefined): Promise<void> => {
  const observer = await connect('observer');
  await verifyNatsServer({ observer });
  await observer.close();
  const setup = await connect('setup');
  await provision(setup, { blobBytes });
  await setup.close();
};
