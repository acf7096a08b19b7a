import { readFile } from 'node:fs/promises';
import { createUser, encodeUser, type KeyPair } from '@nats-io/jwt';
import { connect, jwtAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { until } from '../server/until';
import { issueDeviceJwt } from '../setup/account-jwt';
import { connectNats, tlsOptions } from '../setup/connect-nats';
import { readSeed } from '../setup/init-nats';
import { type NatsSetup, setupPaths } from '../setup/nats-setup';
import { inboxPrefix, type UserName } from '../setup/users';

export interface TestDeviceOptions {
  readonly id: string;
  /** A new key when absent. */
  readonly key?: KeyPair;
  /** A new one when absent. A revocation reaches JWTs that were issued before it, so who tests one brings the old. */
  readonly jwt?: string;
  /** In an hour when absent. */
  readonly expiresAt?: Date;
  readonly reconnect?: boolean;
}

export interface TestDevice {
  readonly connection: NatsConnection;
  readonly key: KeyPair;
  readonly jwt: string;
}

/** Connects to a test's server and remembers every connection. */
export const testClients = (setup: NatsSetup, url: string, caFile?: string) => {
  const tls = tlsOptions(url, caFile);
  const open: NatsConnection[] = [];
  const kept = async (connecting: Promise<NatsConnection>): Promise<NatsConnection> => {
    const connection = await connecting;
    open.push(connection);
    return connection;
  };
  return {
    connect: (user: UserName) => kept(connectNats({ url, user, credsFile: setup.credsFor(user), caFile })),
    connectAdmin: async () => {
      const key = createUser();
      const authenticator = jwtAuthenticator(await adminJwt(setup, key), key.getSeed());
      return kept(connect({ servers: url, authenticator, maxReconnectAttempts: -1, ...tls }));
    },
    connectDevice: async (device: TestDeviceOptions): Promise<TestDevice> => {
      const { id, key = createUser(), reconnect = true } = device;
      const jwt = device.jwt ?? (await deviceJwt(setup, key, device));
      const authenticator = jwtAuthenticator(jwt, key.getSeed());
      const settings = { inboxPrefix: inboxPrefix(id), reconnect, reconnectTimeWait: 50 };
      return {
        connection: await kept(connect({ servers: url, authenticator, ...settings, ...tls })),
        key,
        jwt,
      };
    },
    /** What is sent before a client has come back may be lost. */
    allBack: async (): Promise<void> => {
      await Promise.all(open.map((connection) => until(() => isBack(connection), 10_000)));
    },
    closeAll: async (): Promise<void> => {
      await Promise.all(open.map((connection) => connection.close()));
    },
  };
};
export type TestClients = ReturnType<typeof testClients>;

const adminJwt = async (setup: NatsSetup, key: KeyPair): Promise<string> => {
  const signer = await readSeed(setupPaths(setup.dir).coreSigningSeed);
  return encodeUser('admin', key, setup.accounts.CORE.publicKey, {}, { signer });
};

const deviceJwt = async (setup: NatsSetup, key: KeyPair, device: TestDeviceOptions): Promise<string> =>
  issueDeviceJwt({
    deviceId: device.id,
    userPublicKey: key.getPublicKey(),
    expiresAt: device.expiresAt ?? new Date(Date.now() + 3_600_000),
    signingSeed: await readFile(setup.edge.signingSeedFile, 'utf8'),
    accountPublicKey: setup.edge.accountPublicKey,
  });

const isBack = async (connection: NatsConnection): Promise<true | undefined> => {
  if (connection.isClosed()) return true;
  const roundTrip = await connection.rtt().catch(() => undefined);
  return roundTrip === undefined ? undefined : true;
};
