import { spawn, type ChildProcess } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { basename, join, resolve } from 'node:path';
import { localHost } from '@tutti/contracts/common';
import { z } from 'zod';
import { type NatsBinary } from '../obtain/find-nats-server';
import { type NatsSetup } from '../setup/nats-setup';
import { type Listen, type Port, storePaths, type SyncInterval, writeServerConfig } from './server-config';
import { lastLogLines, openServerLog } from './server-log';
import { signal, stopProcess } from './stop-process';
import { releaseStore, takeStore } from './store-lock';
import { until } from './until';

export interface StartOptions {
  readonly binary: Pick<NatsBinary, 'path'>;
  readonly setup: NatsSetup;
  readonly storeDir: string;
  readonly logFile: string;
  /** `free` (also the default): the server picks one and says which. */
  readonly port?: Port;
  readonly monitorPort?: Port;
  readonly listen?: Listen | undefined;
  /** `always` when absent: an acknowledged message survives a power cut. */
  readonly syncInterval?: SyncInterval;
  /** A large store takes a while to load; 60 s when absent. */
  readonly readyTimeoutMs?: number;
}

/** A nats-server that is our child. */
export interface NatsServer {
  /** As it is reached from this machine; `tls:` with a certificate. */
  readonly url: string;
  readonly monitorUrl: string;
  readonly pid: number;
  /** Settles when the process has ended, wanted or not. */
  readonly exited: Promise<void>;
  /** Has it read its configuration and certificate again; connections stay. */
  reload(): void;
  /** Ends it in good order. */
  stop(): Promise<void>;
  /** Ends it as a crash would. */
  kill9(): Promise<void>;
}

/** The server did not come up; the message has its last words. */
export class NatsServerFailed extends Error {
  override readonly name = 'NatsServerFailed';
}

/** Starts a server and answers when it is ready to serve. */
export const startNatsServer = async (asked: StartOptions): Promise<NatsServer> => {
  const options = { ...asked, storeDir: resolve(asked.storeDir) };
  const { setup, storeDir, port = 'free', monitorPort = 'free', syncInterval = 'always', listen } = options;
  await takeStore(setup, storeDir);
  await writeServerConfig({ setup, storeDir, port, monitorPort, syncInterval, listen });
  const child = await spawnServer(options);
  const exited = new Promise<void>((done) => child.once('exit', () => done()));
  const pid = child.pid;
  if (pid === undefined) throw new NatsServerFailed(`cannot run ${options.binary.path}`);
  try {
    const ports = await awaitPorts(options, child);
    return handleOf({ child, pid, exited, storeDir, ...ports });
  } catch (error) {
    if (!hasEnded(child)) await stopProcess(pid);
    await releaseStore(storeDir);
    throw error;
  }
};

/** In a session of its own: Ctrl-C in the terminal reaches us, and we stop the server last. */
const spawnServer = async ({ binary, setup, logFile }: StartOptions): Promise<ChildProcess> => {
  const log = await openServerLog(logFile);
  const child = spawn(binary.path, ['-c', setup.configFile], {
    detached: true,
    stdio: ['ignore', log.fd, log.fd],
  });
  child.once('error', () => undefined);
  child.unref();
  await log.close();
  return child;
};

const portsFile = z.object({
  nats: z.tuple([z.string()]).rest(z.string()),
  monitoring: z.tuple([z.string()]).rest(z.string()),
});
type Ports = { readonly url: string; readonly monitorUrl: string };

/** The server names some address of its own; on this machine the one is used that it was told. */
const localUrl = (written: string, listen: Listen | undefined): string => {
  const { port } = new URL(written);
  const scheme = listen?.pemFile === undefined ? 'nats' : 'tls';
  return `${scheme}://${listen?.localName ?? localHost(listen?.host ?? '127.0.0.1')}:${port}`;
};

/** The server writes its ports once it accepts connections, by which time JetStream has loaded its store. */
const awaitPorts = async (options: StartOptions, child: ChildProcess): Promise<Ports> => {
  const path = join(storePaths(options.storeDir).run, `${basename(options.binary.path)}_${child.pid}.ports`);
  const ask = async (): Promise<Ports | 'exited' | undefined> => {
    if (hasEnded(child)) return 'exited';
    const text = await readFile(path, 'utf8').catch(() => '');
    const ports = portsFile.safeParse(text.endsWith('}') ? JSON.parse(text) : undefined);
    if (!ports.success) return undefined;
    return { url: localUrl(ports.data.nats[0], options.listen), monitorUrl: ports.data.monitoring[0] };
  };
  const timeoutMs = options.readyTimeoutMs ?? 60_000;
  const answer = await until(ask, timeoutMs);
  if (typeof answer === 'object') return answer;
  const fault = answer === 'exited' ? 'ended while it started' : `was not ready within ${timeoutMs} ms`;
  throw new NatsServerFailed(
    `nats-server ${fault}. Its last words (${options.logFile}):\n${await lastLogLines(options.logFile)}`,
  );
};

/** Its process id may be somebody else's by now. */
const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;

interface Running extends Ports {
  readonly child: ChildProcess;
  readonly pid: number;
  readonly exited: Promise<void>;
  readonly storeDir: string;
}

const handleOf = ({ child, pid, exited, storeDir, url, monitorUrl }: Running): NatsServer => ({
  url,
  monitorUrl,
  pid,
  exited,
  reload: () => {
    if (!hasEnded(child)) signal(pid, 'SIGHUP');
  },
  stop: async () => {
    if (!hasEnded(child)) await stopProcess(pid);
    await releaseStore(storeDir);
  },
  kill9: async () => {
    if (!hasEnded(child)) signal(pid, 'SIGKILL');
    await exited;
  },
});
