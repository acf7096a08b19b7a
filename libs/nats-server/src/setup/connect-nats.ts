import { readFile } from 'node:fs/promises';
import {
  AuthorizationError,
  connect,
  type ConnectionOptions,
  credsAuthenticator,
  type NatsConnection,
  UserAuthenticationExpiredError,
} from '@nats-io/transport-node';
import { z } from 'zod';
import { whoAmISubject } from './user-permissions';
import { inboxPrefix, type UserName } from './users';

export interface ConnectOptions {
  /** One address, or several of a cluster separated by commas. */
  readonly url: string;
  readonly user: UserName;
  readonly credsFile: string;
  /** Authorities that a `tls:` server is verified with; the well-known ones when absent. Read anew at each connect. */
  readonly caFile?: string | undefined;
  /** For the server's connection list; the user when absent. */
  readonly name?: string;
}

/** The server answers and is not the one that these credentials belong to. */
export class NotOurNatsServer extends Error {
  override readonly name = 'NotOurNatsServer';
}

/** For a server whose certificate is checked, and that is greeted by a TLS handshake (`handshake_first`). */
export const tlsOptions = (url: string, caFile?: string): Pick<ConnectionOptions, 'tls'> => {
  if (!url.startsWith('tls:')) return {};
  return { tls: { handshakeFirst: true, ...(caFile === undefined ? {} : { caFile }) } };
};

/**
 * Connects as one of the setup's users; reconnects for ever. A server that is not set up for this installation is
 * refused with a message that says what to do: also one without any authentication, which would let everybody in.
 */
export const connectNats = async (options: ConnectOptions): Promise<NatsConnection> => {
  const { url, user, credsFile, caFile, name = user } = options;
  const creds = await readFile(credsFile);
  const connection = await connect({
    servers: url.split(',').map((server) => server.trim()),
    authenticator: credsAuthenticator(creds),
    inboxPrefix: inboxPrefix(user),
    name,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    reconnectJitter: 250,
    ignoreAuthErrorAbort: true,
    ...tlsOptions(url, caFile),
  }).catch((cause: unknown) => {
    const refused = cause instanceof AuthorizationError || cause instanceof UserAuthenticationExpiredError;
    throw refused ? new NotOurNatsServer(refusal(url, user), { cause }) : cause;
  });
  await assertOurs(connection, options);
  return connection;
};

const refusal = (url: string, user: UserName): string =>
  `The nats-server at ${url} does not know Tutti's user "${user}": it is not set up for this installation. ` +
  'Start it with the server.conf that `tutti init` wrote, or leave NATS_URL unset and Tutti starts its own.';

const userInfo = z.object({ data: z.object({ permissions: z.object({ publish: z.unknown() }) }) });

/** A server in operator mode enforces the permissions of our JWT; one that does not know them is open to all. */
const assertOurs = async (connection: NatsConnection, { url, user }: ConnectOptions): Promise<void> => {
  const answer = await connection.request(whoAmISubject, '', { timeout: 5_000 }).then(
    (reply): unknown => JSON.parse(reply.string()),
    () => undefined,
  );
  if (userInfo.safeParse(answer).success) return;
  await connection.close();
  throw new NotOurNatsServer(refusal(url, user));
};
