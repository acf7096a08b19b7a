import { natsServerForTests, startSystem } from '@tutti/testing';
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import { password, signIn } from './client';

const root = resolve(import.meta.dirname, '../../..');
const env = { TUTTI_ADMIN_PASSWORD: password };
const undo: (() => Promise<unknown>)[] = [];

afterEach(async () => {
  for (const step of undo.splice(0).reverse()) await step();
});

const directory = async (): Promise<string> => {
  const dir = await mkdtemp(join(tmpdir(), 'tutti-nats-url-'));
  undo.push(() => rm(dir, { recursive: true, force: true }));
  return dir;
};

const freePort = (): Promise<number> =>
  new Promise((done) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => done(typeof address === 'object' && address ? address.port : 0));
    });
  });

const natsServer = async (args: readonly string[]): Promise<ChildProcess> => {
  const { path } = await natsServerForTests();
  const child = spawn(path, args, { stdio: ['ignore', 'ignore', 'pipe'] });
  undo.push(async () => {
    const gone = new Promise((done) => child.once('exit', done));
    if (child.kill('SIGKILL')) await gone;
  });
  let log = '';
  child.stderr?.setEncoding('utf8').on('data', (chunk: string) => (log += chunk));
  await expect.poll(() => log, { timeout: 10_000 }).toContain('Server is ready');
  return child;
};

describe('NATS_URL', () => {
  it('given a server that was set up by `tutti init`, then Tutti runs on it', async () => {
    const data = await directory();
    const [port, monitor] = [await freePort(), await freePort()];
    const args = [
      'infra/dev/tutti.mjs',
      'init',
      '--data',
      data,
      '--port',
      `${port}`,
      '--monitor-port',
      `${monitor}`,
    ];
    const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: root });
    expect(stdout).toContain('nats-server -c');
    await natsServer(['-c', join(data, 'nats', 'server.conf')]);
    const system = await startSystem({
      data,
      env: { ...env, NATS_URL: `nats://127.0.0.1:${port}` },
      args: ['--no-agent'],
    });
    undo.push(() => system.dispose());
    const client = await signIn(system.url);
    expect(await client.get('users/me')).toMatchObject({ name: 'admin' });
    const seed = await readFile(join(data, 'nats', 'operator', 'operator.seed'), 'utf8');
    expect(system.output()).not.toContain(seed.trim());
  });

  it('given a server that anybody may use, then it is refused with what to do', async () => {
    const [data, store, port] = [await directory(), await directory(), await freePort()];
    await natsServer(['-a', '127.0.0.1', '-p', `${port}`, '-js', '-sd', store]);
    const started = startSystem({
      data,
      env: { ...env, NATS_URL: `nats://127.0.0.1:${port}` },
      args: ['--no-agent'],
    });
    await expect(started).rejects.toThrow(/tutti init/);
  });
});
