import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import type { Deployment, Rollout } from '@tutti/contracts/deployment';
import { startSystem, type System } from '@tutti/testing';
import { decodeModel, encodeModel } from '@tutti/vision';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, devicesOf, password, signIn } from './client';
import { importModel, startRollout } from './deployment.client';

let system: System;
let client: Client;
beforeAll(async () => {
  system = await startSystem({ env: { TUTTI_ADMIN_PASSWORD: password } });
  client = await signIn(system.url);
});
afterAll(() => system.dispose());

/** The model that the device has, as another file. */
const copyOfTheStarter = async (): Promise<Uint8Array> => {
  const script = ['infra/dev/models.mjs', '--json', '--only', 'starter'];
  const told = execFileSync(process.execPath, script, { encoding: 'utf8' });
  const json = told.split('\n').findLast((line) => line.startsWith('{')) ?? '{}';
  const copy = decodeModel(await readFile((JSON.parse(json) as { modelPath: string }).modelPath));
  copy.producerName = 'somebody else';
  return encodeModel(copy);
};

it('a candidate judges beside the model of the device, and the rollout tells how the two did', async () => {
  await expect
    .poll(async () => (await devicesOf(client))[0]?.runtime, { timeout: 60_000 })
    .toBe('inferencing');
  const [device] = await devicesOf(client);
  if (!device) throw new Error('There is no device.');
  const beside = await importModel(client, 'Beside', await copyOfTheStarter());
  const { id } = await startRollout(client, {
    name: 'Beside',
    modelId: beside.id,
    target: { kind: 'devices', deviceIds: [device.id] },
    mode: 'shadow',
    shadowMinutes: 1,
  });
  const rollout = (): Promise<Rollout> => client.get<Rollout>(`rollouts/${id}`);
  await expect
    .poll(async () => (await rollout()).status, { timeout: 150_000, interval: 500 })
    .toBe('finished');
  const { comparison, counts } = await rollout();
  expect(counts).toMatchObject({ succeeded: 1, failed: 0 });
  if (!comparison) throw new Error('There is no comparison.');
  const { frames, agreement, current, candidate, truth } = comparison;
  expect({ agreement, failures: candidate.failures }).toEqual({ agreement: 1, failures: 0 });
  expect(frames).toBeGreaterThan(20);
  expect(candidate.meanScore).toBeCloseTo(current.meanScore ?? NaN, 4);
  expect(candidate.latencyMs).toBeGreaterThan(0);
  expect(truth).toEqual({ frames, current: truth?.candidate, candidate: truth?.candidate });
  const { items } = await client.get<{ items: Deployment[] }>(`deployments?q=rolloutId==${id}`);
  expect(items).toMatchObject([{ status: 'compared', mode: 'shadow', comparison }]);
  expect((await devicesOf(client))[0]?.model).toEqual(device.model);
});
