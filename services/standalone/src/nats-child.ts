import { findNatsServer, startNatsServer, type NatsServer, type NatsSetup } from '@tutti/nats-server';
import { readFile, writeFile } from 'node:fs/promises';
import type { Logger } from 'pino';
import type { StandaloneConfig } from './config';
import type { DataPaths } from './data-dir';
import { loopbackOnly, type Entrance } from './entrance';
import { isFree } from './free-port';
import { endWhenStuck } from './store-health';

export interface NatsChildOptions {
  readonly paths: DataPaths;
  readonly config: StandaloneConfig;
  /** The loopback when absent. */
  readonly entrance?: Entrance;
  /** Wanted by the user. */
  readonly port?: number | undefined;
  readonly cacheDir: string;
  readonly onProgress: (line: string) => void;
  readonly logger: Logger;
  /** Told of each process. */
  readonly onStart?: (pid: number) => void;
}

/** nats-server as our child, started again on the same port when it ends by itself. */
export interface NatsChild {
  readonly url: string;
  /** Resolves with the reason once it ends again and again and is given up. */
  readonly lost: Promise<string>;
  readonly stop: () => Promise<void>;
}

const mostRestarts = 5;
const withinMs = 60_000;

export const startNatsChild = async (options: NatsChildOptions, setup: NatsSetup): Promise<NatsChild> => {
  const { paths, config, entrance = loopbackOnly, cacheDir, onProgress } = options;
  const binary = await findNatsServer({
    cacheDir,
    env: { natsServerBin: config.NATS_SERVER_BIN },
    onProgress,
  });
  const start = async (port: number | 'free'): Promise<NatsServer> => {
    const server = await startNatsServer({
      binary,
      setup,
      storeDir: paths.natsStore,
      logFile: paths.natsLog,
      port,
      monitorPort: 'free',
      listen: {
        host: entrance.host,
        localName: entrance.localName,
        pemFile: entrance.certificate?.pemFile,
        insecure: entrance.insecure,
      },
    });
    options.onStart?.(server.pid);
    void endWhenStuck(server, { storeDir: paths.natsStore, logger: options.logger });
    return server;
  };
  const first = await start(options.port ?? (await keptPort(paths.natsPort, entrance)));
  const port = Number(new URL(first.url).port);
  await writeFile(paths.natsPort, String(port));
  return supervise(first, () => start(port), options);
};

const supervise = (
  first: NatsServer,
  again: () => Promise<NatsServer>,
  options: NatsChildOptions,
): NatsChild => {
  let server = first;
  let stopping = false;
  options.entrance?.certificate?.onChange(() => server.reload());
  const run = async (): Promise<string | undefined> => {
    const ends: number[] = [];
    for (;;) {
      await server.exited;
      if (stopping) return undefined;
      ends.push(performance.now());
      const recent = ends.filter((at) => performance.now() - at < withinMs);
      if (recent.length > mostRestarts)
        return `nats-server keeps ending by itself, see ${options.paths.natsLog}`;
      options.logger.error({ restart: recent.length }, 'nats-server ended by itself; it is started again');
      await server.stop();
      server = await again();
      // Asked to stop while it was started: what was stopped then was the one before.
      if (stopping) await server.stop();
    }
  };
  const running = run().catch((error: unknown) => `nats-server cannot be started again: ${String(error)}`);
  return {
    url: first.url,
    lost: running.then((reason) => reason ?? new Promise<string>(() => undefined)),
    stop: async () => {
      stopping = true;
      await server.stop();
      await running;
    },
  };
};

/** Clients' usual port: a firewall has to let it in. */
const usualPort = 4222;

/** The port of the last time, so that devices find the server again; any free one when it is taken. */
const keptPort = async (file: string, { host, beyondLoopback }: Entrance): Promise<number | 'free'> => {
  const kept = Number(await readFile(file, 'utf8').catch(() => ''));
  const port = kept > 0 ? kept : beyondLoopback ? usualPort : 0;
  return port > 0 && (await isFree(port, host)) ? port : 'free';
};
