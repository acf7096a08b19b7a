import type { Deployment, PlanRollout, Rollout, RolloutPreview } from '@tutti/contracts/deployment';
import type { Model } from '@tutti/contracts/training';
import { expect } from 'vitest';
import { type Client, devicesOf } from './client';
import { post, upload } from './dataset.client';

/** Adds a file to the registry and waits until the model is signed: no other is deployed. */
export const importModel = async (client: Client, name: string, content: Uint8Array): Promise<Model> => {
  const uploadId = await upload(client, content, 'model-uploads');
  const { id } = await post<Model>(client, 'models', { uploadId, name });
  const found = (): Promise<Model> => client.get<Model>(`models/${id}`);
  await expect.poll(async () => (await found()).signed, { timeout: 30_000 }).not.toBeNull();
  return found();
};

export const startRollout = async (client: Client, plan: PlanRollout): Promise<Rollout> => {
  const { id, version } = await post<Rollout>(client, 'rollouts', plan);
  const started = await client.send('POST', `rollouts/${id}/start`, {}, { 'if-match': `"${version}"` });
  if (!started.ok) throw new Error(`start: ${started.status} ${await started.text()}`);
  return client.get<Rollout>(`rollouts/${id}`);
};

/** An edge whose disk was full for long looks again after a minute. */
const waits = { timeout: 120_000, interval: 100 };

/** To the only device, as it was previewed; confirmed by so many results. */
export const rolledOutTo = async (client: Client, model: Model, results = 3): Promise<Rollout> => {
  const [device] = await devicesOf(client);
  if (!device) throw new Error('There is no device.');
  const plan: PlanRollout = {
    name: `${model.name} to all`,
    modelId: model.id,
    target: { kind: 'devices', deviceIds: [device.id] },
    confirmation: { results, minutes: 10, floor: 0.5, whenSilent: 'roll-back' },
  };
  const preview = (): Promise<Response> => client.send('POST', 'rollouts/preview', plan);
  // Deployments learn of the model, and what the device is, by and by.
  await expect.poll(async () => (await preview()).status, waits).toBe(200);
  const { planDigest, devices } = (await (await preview()).json()) as RolloutPreview;
  expect(devices).toBe(1);
  return startRollout(client, { ...plan, planDigest });
};

/** Of a rollout to one device, the newest. */
export const deploymentOf = async (client: Client, { id }: Rollout): Promise<Deployment | undefined> =>
  (await client.get<{ items: Deployment[] }>(`deployments?q=${encodeURIComponent(`rolloutId==${id}`)}`))
    .items[0];

export const becomes = async (
  client: Client,
  rollout: Rollout,
  status: Deployment['status'],
): Promise<Deployment> => {
  await expect.poll(async () => (await deploymentOf(client, rollout))?.status, waits).toBe(status);
  const found = await deploymentOf(client, rollout);
  if (!found) throw new Error('There is no deployment.');
  return found;
};
