import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Rollout } from '@tutti/contracts/deployment';
import { colourModel, startSystem, type System } from '@tutti/testing';
import { decodeModel, encodeModel, tensor } from '@tutti/vision';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, devicesOf, inferencesOf, password, signIn } from './client';
import { becomes, deploymentOf, importModel, rolledOutTo } from './deployment.client';
import { OwnAgent } from './own-agent';

const waits = { timeout: 60_000, interval: 100 };
const mebibyte = 1024 * 1024;

let system: System;
let client: Client;
let agent: OwnAgent;

const mount = (data: string, ...options: readonly string[]): void =>
  void execFileSync('mount', ['-t', 'tmpfs', '-o', options.join(), 'tutti-test', data]);

beforeAll(async () => {
  system = await startSystem({ args: ['--no-agent'], env: { TUTTI_ADMIN_PASSWORD: password } });
  client = await signIn(system.url);
  agent = await OwnAgent.join(client, (data) => mount(data, 'size=64m'));
});
afterAll(async () => {
  free();
  await agent.stop();
  execFileSync('umount', ['--lazy', agent.data]);
  await agent.remove();
  await system.dispose();
});

/** As if others had taken all the room there is: what is there stays. */
const filled = (): readonly string[] => {
  const used = `$(df --output=used -k ${agent.data} | tail -n 1 | tr -d ' ')`;
  return ['sh', '-c', `mount -t tmpfs -o remount,size=${used}k tutti-test ${agent.data}`];
};
const free = (): void => mount(agent.data, 'remount', 'size=64m');

const modelOfDevice = async (): Promise<string | undefined> => (await devicesOf(client))[0]?.model?.name;
const judges = async (name: string): Promise<void> => {
  await expect.poll(modelOfDevice, waits).toBe(name);
  await expect.poll(async () => (await devicesOf(client))[0]?.runtime, waits).toBe('inferencing');
};

/** Large enough to be on its way for more than one piece. */
const large = (bias: number): Uint8Array => {
  const model = decodeModel(colourModel(bias));
  const weights = 2 * mebibyte;
  model.graph?.initializer.push(tensor('padding', new Float32Array(weights).fill(bias), [weights]));
  return encodeModel(model);
};

/** It has paused, for all of its devices failed. */
const retry = async ({ id }: Rollout): Promise<void> => {
  const status = async () => (await client.get<Rollout>(`rollouts/${id}`)).status;
  await expect.poll(status, waits).toBe('paused');
  const retried = await client.send('POST', `rollouts/${id}/retry`, {});
  expect(retried.status).toBe(200);
  const { version } = (await retried.json()) as Rollout;
  const resumed = await client.send('POST', `rollouts/${id}/resume`, undefined, {
    'if-match': `"${version}"`,
  });
  expect(resumed.status).toBe(200);
};

it('a disk that fills up while a model comes: the edge says so and what to do, and keeps judging; tried again it succeeds', async () => {
  await expect.poll(async () => (await devicesOf(client))[0]?.runtime, waits).toBe('inferencing');
  const model = await importModel(client, 'Large', large(5));
  const before = await modelOfDevice();
  await agent.at({
    part: { folder: join(agent.data, 'deployed-models'), bytes: mebibyte },
    run: filled(),
  });
  const rollout = await rolledOutTo(client, model);
  await agent.happened();
  const { failure } = await becomes(client, rollout, 'failed');
  expect(failure).toMatchObject({ code: 'disk.full', message: expect.stringMatching(/Free some/) as string });
  await judges(before ?? '');
  free();
  await retry(rollout);
  await becomes(client, rollout, 'confirmed');
  await judges('Large');
});

it('one that is full when a model is to be put to use: nothing is done that cannot be written down, and it goes on when there is room', async () => {
  const before = await modelOfDevice();
  const model = await importModel(client, 'Waits', colourModel(6));
  await agent.at({ stage: 'verified', run: filled() });
  const rollout = await rolledOutTo(client, model);
  await agent.happened();
  expect(await modelOfDevice()).toBe(before);
  expect(await deploymentOf(client, rollout)).toMatchObject({ failure: null, endedAt: null });
  free();
  await becomes(client, rollout, 'confirmed');
  await judges('Waits');
  expect((await inferencesOf(client)).length).toBeGreaterThan(0);
});
