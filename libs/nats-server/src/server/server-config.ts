import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isLoopback } from '@tutti/contracts/common';
import { type NatsSetup } from '../setup/nats-setup';
import { makePrivateDirectory, replacePrivateFile, writePrivateFile } from '../setup/private-file';
import { accountNames } from '../setup/users';

export type Port = number | 'free';

/** How much may be lost when power fails: nothing, or what was written in the last moments. */
export type SyncInterval = 'always' | `${number}ms` | `${number}s`;

/** Where clients connect; the loopback in plain text when absent. */
export interface Listen {
  readonly host: string;
  /** By which this machine reaches it, when its certificate is for no address of the loopback. */
  readonly localName?: string | undefined;
  /** Certificate, chain and key in one PEM file. A host beyond the loopback is refused without, unless `insecure`. */
  readonly pemFile?: string | undefined;
  readonly insecure?: boolean | undefined;
}

export interface ServerConfigOptions {
  readonly setup: NatsSetup;
  /** Holds everything that the server writes: streams, account claims, run-time files. */
  readonly storeDir: string;
  readonly port: Port;
  readonly listen?: Listen | undefined;
  readonly monitorPort: Port;
  readonly syncInterval: SyncInterval;
}

/** Where a server keeps what, below its store directory. */
export const storePaths = (storeDir: string) => ({
  jetStream: storeDir,
  accounts: join(storeDir, 'accounts'),
  run: join(storeDir, 'run'),
  pid: join(storeDir, 'run', 'nats-server.pid'),
  owner: join(storeDir, 'run', 'owner.json'),
});

/** Writes the configuration of a single server, and the directories that it needs. */
export const writeServerConfig = async (options: ServerConfigOptions): Promise<string> => {
  const { setup, storeDir, listen } = options;
  assertEncrypted(listen);
  const paths = storePaths(storeDir);
  await makePrivateDirectory(storeDir);
  await mkdir(paths.run, { recursive: true });
  await seedAccounts(setup, paths.accounts);
  await writeFile(setup.configFile, serverConfig(options), { mode: 0o600 });
  return setup.configFile;
};

/**
 * The resolver's directory gets the claims of the setup, except where EDGE has claims already: these carry the
 * revocations, and the revocation authority keeps them up to date. (`resolver_preload` would overwrite claims that
 * were updated within the second of their making.)
 */
const seedAccounts = async (setup: NatsSetup, dir: string): Promise<void> => {
  await mkdir(dir, { recursive: true });
  for (const name of accountNames) {
    const { publicKey, jwt } = setup.accounts[name];
    const path = join(dir, `${publicKey}.jwt`);
    if (name !== 'EDGE') await replacePrivateFile(path, jwt);
    else await writePrivateFile(path, jwt).catch(ignoreExisting);
  }
};

const ignoreExisting = (error: NodeJS.ErrnoException): void => {
  if (error.code !== 'EEXIST') throw error;
};

const assertEncrypted = (listen: Listen | undefined): void => {
  if (listen === undefined || isLoopback(listen.host)) return;
  if (listen.pemFile !== undefined || listen.insecure === true) return;
  throw new Error(
    `NATS on ${listen.host} without TLS could be overheard. Give it a certificate, or say insecure.`,
  );
};

/** The handshake comes first: not even the server's greeting is plain. A bad link may need several tries for it. */
const tlsBlock = (pemFile: string): string => `tls {
  cert_file: ${JSON.stringify(pemFile)}
  key_file: ${JSON.stringify(pemFile)}
  handshake_first: true
  timeout: 15
}
`;

const serverConfig = (options: ServerConfigOptions): string => {
  const { setup, storeDir, port, monitorPort, syncInterval, listen } = options;
  const paths = storePaths(storeDir);
  const portNumber = (wanted: Port): number => (wanted === 'free' ? -1 : wanted);
  return `# Written by Tutti at every start; changes are lost.
server_name: ${JSON.stringify(`tutti-${setup.workspace}`)}
host: ${JSON.stringify(listen?.host ?? '127.0.0.1')}
port: ${portNumber(port)}
${listen?.pemFile === undefined ? '' : tlsBlock(listen.pemFile)}http: "127.0.0.1:${portNumber(monitorPort)}"
pid_file: ${JSON.stringify(paths.pid)}
ports_file_dir: ${JSON.stringify(paths.run)}
max_payload: 1MB
jetstream {
  store_dir: ${JSON.stringify(paths.jetStream)}
  sync_interval: ${JSON.stringify(syncInterval)}
}
operator: ${setup.operatorJwt}
system_account: ${setup.accounts.SYS.publicKey}
resolver {
  type: full
  dir: ${JSON.stringify(paths.accounts)}
  allow_delete: false
  interval: "2m"
}
`;
};
