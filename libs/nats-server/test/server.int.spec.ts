import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { jetstream } from '@nats-io/jetstream';
import { build } from 'esbuild';
import { afterEach, beforeEach, expect, it } from 'vitest';
import {
  connectNats,
  NatsServerFailed,
  provision,
  startNatsServer,
  StoreInUse,
  type NatsServer,
} from '../src/index';
import { identify } from '../src/server/process-identity';
import { newTestSetup, type TestSetup } from './test-setup';

let test: TestSetup;
let running: NatsServer[];
beforeEach(async () => {
  test = await newTestSetup();
  running = [];
});
afterEach(async () => {
  for (const server of running) await server.stop();
  await test.remove();
});

const start = async (changes = {}): Promise<NatsServer> => {
  const server = await startNatsServer({ ...test.options, ...changes });
  running.push(server);
  return server;
};

const connectAs = (server: NatsServer, user: 'setup' | 'devices') =>
  connectNats({ url: server.url, user, credsFile: test.setup.credsFor(user) });

it('listens on loopback alone, on ports that it chose, and is ready when it says so', async () => {
  const server = await start();
  expect(server.url).toMatch(/^nats:\/\/127\.0\.0\.1:\d+$/);
  expect(server.monitorUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const health = await fetch(new URL('/healthz', server.monitorUrl));
  expect(await health.json()).toEqual({ status: 'ok' });
  const connection = await connectAs(server, 'setup');
  await provision(connection, { telemetryBytes: 1024 * 1024 });
  await connection.close();
});

it('keeps what it acknowledged over a crash and a start on given ports', async () => {
  const first = await start();
  const setup = await connectAs(first, 'setup');
  await provision(setup, { telemetryBytes: 1024 * 1024 });
  const before = await connectAs(first, 'devices');
  await jetstream(before).publish('evt.devices.device.d1', '[]');
  await Promise.all([setup.close(), before.close()]);
  await first.kill9();
  expect(await identify(first.pid)).toBeUndefined();
  const second = await start({ port: Number(new URL(first.url).port), monitorPort: 'free' });
  expect(second.url).toBe(first.url);
  const after = await connectAs(second, 'devices');
  expect(await jetstream(after).publish('evt.devices.device.d1', '[]')).toMatchObject({ seq: 2 });
  await after.close();
});

it('is in a process group of its own, which the terminal’s Ctrl-C does not reach', async () => {
  const server = await start();
  const stat = await readFile(`/proc/${server.pid}/stat`, 'utf8');
  const [, , group, session] = stat
    .slice(stat.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number);
  expect(group).toBe(server.pid);
  expect(session).toBe(server.pid);
});

it('says why it did not start: a port that is taken', async () => {
  const taken = createServer().listen(0, '127.0.0.1');
  await once(taken, 'listening');
  const { port } = taken.address() as AddressInfo;
  const failure: unknown = await start({ port }).catch((error: unknown) => error);
  taken.close();
  if (!(failure instanceof NatsServerFailed)) throw new Error('started');
  expect(failure.message).toContain('address already in use');
  await expect(start()).resolves.toBeDefined();
});

it('says so when the binary cannot be run', async () => {
  await expect(start({ binary: { path: join(test.dir, 'missing') } })).rejects.toThrow(NatsServerFailed);
});

it('refuses a store whose owner lives', async () => {
  const server = await start();
  await expect(start()).rejects.toThrow(StoreInUse);
  expect(await identify(server.pid)).toBeDefined();
});

it('stops the server that a killed parent left behind, and starts anew', async () => {
  const { pid, url } = await serverOfKilledParent();
  expect(await identify(pid)).toBeDefined();
  const server = await start();
  expect(await identify(pid)).toBeUndefined();
  expect(server.url).not.toBe(url);
});

/** Starts a server in another process, kills that process, and answers with what it left. */
const serverOfKilledParent = async (): Promise<{ pid: number; url: string }> => {
  const script = join(test.dir, 'parent.mjs');
  const contents = `import { startNatsServer } from './index';
    const server = await startNatsServer(JSON.parse(process.argv[2] ?? ''));
    console.log(JSON.stringify({ pid: server.pid, url: server.url }));
    setInterval(() => {}, 1000);`;
  await build({
    stdin: { contents, resolveDir: join(import.meta.dirname, '..', 'src'), loader: 'ts' },
    outfile: script,
    bundle: true,
    platform: 'node',
    format: 'esm',
    banner: {
      js: `import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);`,
    },
  });
  const parent = spawn(process.execPath, [script, JSON.stringify(test.options)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(parent.stdout, 'data')) as [Buffer];
  parent.kill('SIGKILL');
  await once(parent, 'exit');
  return JSON.parse(line.toString()) as { pid: number; url: string };
};
