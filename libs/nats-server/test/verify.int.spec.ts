import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { connectNats, initNats, NotOurNatsServer, startNatsServer, verifyNatsServer } from '../src/index';
import { until } from '../src/server/until';
import { newTestSetup, type TestSetup } from './test-setup';

let test: TestSetup;
let cleanUp: (() => Promise<unknown>)[];
beforeEach(async () => {
  test = await newTestSetup();
  cleanUp = [() => test.remove()];
});
afterEach(async () => {
  for (const step of cleanUp.reverse()) await step();
});

const start = async (changes = {}) => {
  const server = await startNatsServer({ ...test.options, ...changes });
  cleanUp.push(() => server.stop());
  return server;
};

const observerOf = async (url: string) => {
  const observer = await connectNats({ url, user: 'observer', credsFile: test.setup.credsFor('observer') });
  cleanUp.push(() => observer.close());
  return observer;
};

/** A nats-server that somebody else has set up. */
const startForeign = async (config: string): Promise<{ url: string; monitorUrl: string }> => {
  const file = join(test.dir, 'foreign.conf');
  await writeFile(
    file,
    `host: 127.0.0.1\nport: -1\nhttp: "127.0.0.1:-1"\nports_file_dir: "${test.dir}"\n${config}`,
  );
  const child: ChildProcess = spawn(test.options.binary.path, ['-c', file], { stdio: 'ignore' });
  cleanUp.push(async () => {
    child.kill('SIGKILL');
    await once(child, 'exit');
  });
  const ports = await until(async () => {
    const name = (await readdir(test.dir)).find((entry) => entry.endsWith('.ports'));
    const text = name === undefined ? '' : await readFile(join(test.dir, name), 'utf8');
    return text.endsWith('}') ? (JSON.parse(text) as { nats: [string]; monitoring: [string] }) : undefined;
  }, 10_000);
  if (ports === undefined) throw new Error('no ports');
  return { url: ports.nats[0], monitorUrl: ports.monitoring[0] };
};

it('accepts a server that syncs always, asked by either way', async () => {
  const server = await start();
  await verifyNatsServer({ monitorUrl: server.monitorUrl });
  await verifyNatsServer({ observer: await observerOf(server.url) });
});

it('refuses one that syncs now and then, and says what to change', async () => {
  const server = await start({ syncInterval: '100ms' });
  await expect(verifyNatsServer({ monitorUrl: server.monitorUrl })).rejects.toThrow(
    'writes to disk every 100 ms and would lose acknowledged events when power fails: set "jetstream { sync_interval: always }"',
  );
  await expect(verifyNatsServer({ observer: await observerOf(server.url) })).rejects.toThrow('every 100 ms');
});

it('accepts a weaker setting that was configured, and not a weaker one still', async () => {
  const server = await start({ syncInterval: '100ms' });
  await verifyNatsServer({ monitorUrl: server.monitorUrl, syncInterval: '1s' });
  await expect(verifyNatsServer({ monitorUrl: server.monitorUrl, syncInterval: '50ms' })).rejects.toThrow(
    '50ms',
  );
});

it('refuses one without JetStream', async () => {
  const { monitorUrl } = await startForeign('');
  await expect(verifyNatsServer({ monitorUrl })).rejects.toThrow('without JetStream');
});

it('does not connect to a server that lets everybody in', async () => {
  const { url } = await startForeign('jetstream {}');
  const credsFile = test.setup.credsFor('devices');
  await expect(connectNats({ url, user: 'devices', credsFile })).rejects.toThrow(NotOurNatsServer);
  await expect(connectNats({ url, user: 'observer', credsFile })).rejects.toThrow(NotOurNatsServer);
});

it('does not connect to a server of another installation, or with a password', async () => {
  const other = await initNats({ dir: join(test.dir, 'other'), workspace: 'other' });
  const server = await start();
  const attempt = connectNats({ url: server.url, user: 'devices', credsFile: other.credsFor('devices') });
  await expect(attempt).rejects.toThrow('not set up for this installation');
  const { url } = await startForeign('authorization { user: a, password: b }');
  const withPassword = connectNats({ url, user: 'devices', credsFile: test.setup.credsFor('devices') });
  await expect(withPassword).rejects.toThrow(NotOurNatsServer);
});
