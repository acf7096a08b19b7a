import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Deployment, DeploymentTimeline, Installation, Rollout } from '@tutti/contracts/deployment';
import type { Device } from '@tutti/contracts/devices';
import type { Model } from '@tutti/contracts/training';
import { colourModel, startSystem, type System } from '@tutti/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, devicesOf, inferencesOf, password, signIn } from './client';
import { becomes as deploymentBecomes, importModel, rolledOutTo } from './deployment.client';
import { kill } from './kill';

let system: System;
let client: Client;
beforeAll(async () => {
  system = await startSystem({ env: { TUTTI_ADMIN_PASSWORD: password } });
  client = await signIn(system.url);
});
afterAll(() => system.dispose());

const waitMs = { timeout: 90_000, interval: 200 };

/** A model that calls every grey picture red, the surer the greater the bias; signed, as all that are imported. */
const imported = (name: string, bias: number): Promise<Model> => importModel(client, name, colourModel(bias));

async function device(): Promise<Device> {
  const [found] = await devicesOf(client);
  if (!found) throw new Error('There is no device.');
  return found;
}

const rolledOut = (model: Model, results?: number): Promise<Rollout> => rolledOutTo(client, model, results);
const becomes = (rollout: Rollout, status: Deployment['status']): Promise<Deployment> =>
  deploymentBecomes(client, rollout, status);
const judgesWith = (name: string): Promise<void> =>
  expect.poll(async () => (await inferencesOf(client))[0]?.model, waitMs).toBe(name);

it('a model that is rolled out is fetched, verified, tried, put to work and confirmed by its score (S0-55)', async () => {
  await expect.poll(async () => (await devicesOf(client))[0]?.runtime, waitMs).toBe('inferencing');
  const own = (): Promise<string[]> => readdir(join(system.data, 'agent', 'models'));
  const before = await own();
  const model = await imported('Grey', 5);
  const rollout = await rolledOut(model);
  const deployment = await becomes(rollout, 'confirmed');
  expect(deployment).toMatchObject({ deviceId: (await device()).id, results: 3, failure: null });
  const { items } = await client.get<DeploymentTimeline>(`deployments/${deployment.id}/timeline`);
  expect(items.map(({ status }) => status)).toEqual([
    ...['offered', 'accepted', 'downloaded', 'verified', 'warmed-up'],
    ...['active', 'confirmed'],
  ]);
  await judgesWith('Grey');
  expect(await own()).toEqual(before);
  await expect
    .poll(async () => (await client.get<Rollout>(`rollouts/${rollout.id}`)).status, waitMs)
    .toBe('finished');
  const newest = async () => (await client.get<{ items: Installation[] }>('installations')).items[0];
  await expect
    .poll(newest, waitMs)
    .toMatchObject({ modelId: model.id, how: 'activated', confirmed: true, until: null });
});

it('a model that scores too low is rolled back, and what judged before judges again', async () => {
  const rollout = await rolledOut(await imported('Doubtful', 0));
  const deployment = await becomes(rollout, 'rolled-back');
  expect(deployment).toMatchObject({ failure: { code: 'score.low' }, results: 3 });
  await expect.poll(async () => (await device()).model?.name, waitMs).toBe('Grey');
});

it('a deployment that is cancelled on trial is rolled back, and says so', async () => {
  const rollout = await rolledOut(await imported('Surer', 6), 1000);
  const { id } = await becomes(rollout, 'active');
  const asked = await client.send('POST', `deployments/${id}/cancel`, {});
  expect(asked.status).toBe(200);
  expect(await becomes(rollout, 'cancelled')).toMatchObject({ cancelCause: 'user' });
  await expect.poll(async () => (await device()).model?.name, waitMs).toBe('Grey');
});

it('an edge and a log that are killed on trial (-9) go on: each step is there once, and the model is confirmed', async () => {
  const model = await imported('Surest', 7);
  const rollout = await rolledOut(model, 30);
  const { id } = await becomes(rollout, 'active');
  await kill(system, 'agent/main');
  await kill(system, 'nats-server');
  expect(await becomes(rollout, 'confirmed')).toMatchObject({ results: 30 });
  const { items } = await client.get<DeploymentTimeline>(`deployments/${id}/timeline`);
  expect(new Set(items.map(({ status }) => status)).size).toBe(items.length);
  await judgesWith('Surest');
});

it('an edge that has lost its models gets the one that was confirmed again', async () => {
  const folder = join(system.data, 'agent');
  const kept = (): Promise<string[]> => readdir(join(folder, 'deployed-models')).catch(() => []);
  const confirmed = (await device()).model?.digest;
  await rm(join(folder, 'deployed-models'), { recursive: true });
  await rm(join(folder, 'deployment.json'));
  await kill(system, 'agent/main');
  await expect.poll(kept, waitMs).toEqual([`${confirmed}.onnx`]);
  await expect.poll(async () => (await device()).model?.digest, waitMs).toBe(confirmed);
});
