import { execFile } from 'node:child_process';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import type { Channel, Delivery, Summary } from '@tutti/contracts/summary';
import { repositoryRoot } from '@tutti/nats-server/testing';
import { startSystem, type System } from '@tutti/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { password, signIn, type Client } from './client';

let system: System;
let client: Client;
let receiver: Server;
/** Paths that something was sent to. */
const got: string[] = [];
beforeAll(async () => {
  receiver = createServer((request, response) => {
    got.push(request.url ?? '');
    request.resume().once('end', () => response.end('ok'));
  });
  await new Promise<void>((done) => receiver.listen(0, '127.0.0.1', done));
  const env = { TUTTI_ADMIN_PASSWORD: password, CHANNEL_HOSTS: '127.0.0.1' };
  system = await startSystem({ env });
  client = await signIn(system.url);
});
afterAll(async () => {
  await system.dispose();
  receiver.close();
});

const tutti = (...args: readonly string[]): Promise<{ readonly code: number; readonly said: string }> =>
  new Promise((resolve) => {
    const program = join(repositoryRoot(), 'infra/dev/tutti.mjs');
    const env = { ...process.env, TUTTI_URL: system.url, TUTTI_PASSWORD: password };
    execFile(process.execPath, [program, 'summaries', ...args], { env }, (error, stdout, stderr) =>
      resolve({ code: error ? Number(error.code) : 0, said: `${stdout}${stderr}`.trim() }),
    );
  });

const post = async <Body>(path: string, body: object): Promise<Body> =>
  (await (await client.send('POST', path, body)).json()) as Body;

const define = (name: string): Promise<Channel> => {
  const { port } = receiver.address() as AddressInfo;
  const route = { summaries: true, notifications: null, language: 'en' };
  const address = `http://127.0.0.1:${port}/${name}`;
  return post<Channel>('channels', { name, kind: 'slack', address, route });
};

const acceptedOf = async (date: string): Promise<string[]> => {
  const { items } = await client.get<{ items: Delivery[] }>(`deliveries?date=${date}`);
  return items.filter(({ status }) => status === 'accepted').map(({ channelName }) => channelName);
};

it('a day is sent from the command line to those that have not got it, or to those that are named', async () => {
  await define('first');
  const { date } = await post<Summary>('summaries', { soFar: true });
  await expect.poll(() => acceptedOf(date)).toEqual(['first']);
  expect(await tutti('deliver', date)).toMatchObject({
    code: 0,
    said: `No channel lacks ${date}. With --channel or --all it is sent once more.`,
  });

  await define('second');
  expect((await tutti('deliver', date)).said).toBe(`${date} is on its way to second.`);
  await expect.poll(() => acceptedOf(date)).toEqual(['second', 'first']);

  const again = await tutti('deliver', date, '--channel', 'first', '--reason', 'They lost it');
  expect(again).toEqual({ code: 0, said: `${date} is on its way to first.` });
  await expect.poll(() => got).toEqual(['/first', '/second', '/first']);
});

it('what cannot be sent is said in words, and fails', async () => {
  const nobody = '2020-01-01';
  expect(await tutti('deliver', nobody)).toMatchObject({
    code: 1,
    said: expect.stringContaining('summary.not-found') as string,
  });
  const { date } = await post<Summary>('summaries', { soFar: true });
  expect(await tutti('deliver', date, '--channel', 'third')).toEqual({
    code: 1,
    said: 'No channel is called third. There are: first, second.',
  });
});
