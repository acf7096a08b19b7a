import { startSystem, type System } from '@tutti/testing';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { password, signIn } from './client';

let system: System;
beforeAll(async () => {
  system = await startSystem({ env: { TUTTI_ADMIN_PASSWORD: password }, args: ['--no-agent'] });
});
afterAll(() => system.dispose());

const processes = async (): Promise<Record<string, number>> =>
  JSON.parse(await readFile(join(system.data, 'processes.json'), 'utf8')) as Record<string, number>;

const isReady = async (): Promise<boolean> => (await fetch(`${system.url}/readyz`)).ok;

it('each service may read its own credentials and nobody else’s', async () => {
  const filesOf = async (service: string): Promise<string[]> =>
    (await readdir(join(system.data, 'services', service), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map(({ name }) => name)
      .sort();
  expect(await filesOf('identity')).toEqual(['identity.creds', 'setup.json', 'vault.key']);
  expect(await filesOf('summary')).toEqual(['setup.json', 'summary.creds', 'vault.key']);
  expect(await filesOf('devices')).toEqual([
    'device-signing.seed',
    'devices.creds',
    'operator-signing.seed',
    'revoker.creds',
    'setup.json',
    'vault.key',
  ]);
});

it('given every replica is restarted in turn under load, then no request fails', async () => {
  const client = await signIn(system.url);
  const answers = new Map<string, number>();
  const stop = new AbortController();
  const count = (key: string): void => void answers.set(key, (answers.get(key) ?? 0) + 1);
  const ask = async (): Promise<void> => {
    for (let n = 0; !stop.signal.aborted; n++) {
      const token = { ttlSeconds: 3600, maxUses: 1, autoAccept: false, note: `${n}` };
      const answer = await (
        n % 2 === 0 ? client.send('GET', 'users/me') : client.send('POST', 'enrolment-tokens', token)
      ).catch(String);
      if (typeof answer === 'string') count(answer);
      else count(answer.ok ? `${answer.status}` : `${answer.status} ${await answer.text()}`);
      if (typeof answer !== 'string' && answer.ok) await answer.body?.cancel();
    }
  };
  const asking = [ask(), ask(), ask()];
  const before = await processes();
  const replicas = Object.keys(before).filter((name) => /^(identity|devices|summary)-/.test(name));
  for (const name of replicas) {
    const pid = (await processes())[name] ?? 0;
    process.kill(pid, 'SIGTERM');
    await expect.poll(async () => (await processes())[name], { timeout: 30_000 }).not.toBe(pid);
    // The new one is there when its service has two again: its own log says so.
    await expect
      .poll(
        async () =>
          (await readFile(join(system.data, 'logs', `${name}.log`), 'utf8')).match(/"ready"/g)?.length,
        {
          timeout: 60_000,
        },
      )
      .toBe(2);
    // The proxy looks four times a second.
    await delay(600);
    expect(await isReady()).toBe(true);
  }
  stop.abort();
  await Promise.all(asking);
  expect([...answers.keys()].sort()).toEqual(['200', '201']);
  expect(answers.get('201')).toBeGreaterThan(20);
});
