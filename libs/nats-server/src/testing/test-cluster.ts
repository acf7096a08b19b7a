import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { until } from '../server/until';
import { natsServerForTests } from './test-setup';

const size = 3;
const readyWithinMs = 60_000;

/** Three nats-servers as one cluster, without accounts: for what replicas do, not for who may do it. */
export interface TestCluster {
  /** To one of the servers, 0 to 2, and to it alone. */
  connect(server: number): Promise<NatsConnection>;
  /** Which server leads a stream. */
  leaderOf(stream: string): Promise<number>;
  stop(): Promise<void>;
}

/** Ports that were free a moment ago: the servers must know each other's before they start. */
const freePorts = async (count: number): Promise<readonly number[]> => {
  const held = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer().listen(0, '127.0.0.1');
      await once(server, 'listening');
      return server;
    }),
  );
  const ports = held.map((server) => (server.address() as AddressInfo).port);
  await Promise.all(held.map(async (server) => once(server.close(), 'close')));
  return ports;
};

const nameOf = (server: number): string => `n${server}`;

const configOf = (
  dir: string,
  server: number,
  clients: readonly number[],
  routes: readonly number[],
): string => `
  server_name: ${nameOf(server)}
  listen: "127.0.0.1:${clients[server]}"
  jetstream { store_dir: "${join(dir, nameOf(server))}", sync_interval: always, max_file_store: 4GB }
  cluster {
    name: test
    listen: "127.0.0.1:${routes[server]}"
    routes: [${routes.map((port) => `"nats://127.0.0.1:${port}"`).join(', ')}]
  }
`;

/** Answers once the cluster has a leader for its streams. */
export const startTestCluster = async (): Promise<TestCluster> => {
  const dir = await mkdtemp(join(tmpdir(), 'tutti-cluster-'));
  const { path } = await natsServerForTests();
  const ports = await freePorts(size * 2);
  const [clients, routes] = [ports.slice(0, size), ports.slice(size)];
  const children: ChildProcess[] = [];
  const killAtExit = (): void => children.forEach((child) => void child.kill('SIGKILL'));
  process.once('exit', killAtExit);
  for (let server = 0; server < size; server += 1) {
    const config = join(dir, `${nameOf(server)}.conf`);
    await writeFile(config, configOf(dir, server, clients, routes));
    children.push(spawn(path, ['-c', config, '-l', join(dir, `${nameOf(server)}.log`)], { stdio: 'ignore' }));
  }
  const open: NatsConnection[] = [];
  const cluster: TestCluster = {
    connect: async (server) => {
      const servers = `127.0.0.1:${clients[server]}`;
      const asked = await until(
        () => connect({ servers, ignoreClusterUpdates: true }).catch(() => undefined),
        readyWithinMs,
      );
      if (!asked) throw new Error(`server ${server} of the cluster does not answer; see ${dir}`);
      open.push(asked);
      return asked;
    },
    leaderOf: async (stream) => {
      const [any] = open;
      if (!any) throw new Error('Connect first.');
      const { cluster: group } = await (await jetstreamManager(any)).streams.info(stream);
      return Number(group?.leader?.slice(1));
    },
    stop: async () => {
      process.off('exit', killAtExit);
      await Promise.all(open.map((connection) => connection.close()));
      const exits = children.map(async (child) => {
        if (child.exitCode !== null || child.signalCode !== null) return;
        child.kill('SIGKILL');
        await once(child, 'exit');
      });
      await Promise.all(exits);
      await rm(dir, { recursive: true, force: true });
    },
  };
  await settled(cluster);
  return cluster;
};

const settled = async (cluster: TestCluster): Promise<void> => {
  const manager = await jetstreamManager(await cluster.connect(0), { checkAPI: false });
  const probe = { name: 'PROBE', subjects: ['probe'], num_replicas: size };
  const made = await until(() => manager.streams.add(probe).catch(() => undefined), readyWithinMs);
  if (!made) throw new Error('the cluster chose no leader');
  await manager.streams.delete(probe.name);
};
