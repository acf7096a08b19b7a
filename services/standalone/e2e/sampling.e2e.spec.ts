import { createHash } from 'node:crypto';
import type { Dataset, Frame, FrameCount, ImportJob, Item } from '@tutti/contracts/datasets';
import type { Device, Inference } from '@tutti/contracts/devices';
import { startSystem, type System } from '@tutti/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Client, devicesOf, inferencesOf, password, signIn } from './client';

const sampling = {
  threshold: 0.9,
  boxes: null,
  margin: null,
  entropy: null,
  audit: 0.2,
  perDay: 5,
  bytesPerDay: 1_000_000,
};

let system: System;
let client: Client;
beforeAll(async () => {
  system = await startSystem({ env: { TUTTI_ADMIN_PASSWORD: password } });
  client = await signIn(system.url);
});
afterAll(() => system.dispose());

const device = async (): Promise<Device> => {
  const [found] = await devicesOf(client);
  if (!found) throw new Error('There is no device.');
  return found;
};

it('an edge goes by what is set for it: it chooses pictures up to the cap, and warns of low scores (S3-23)', async () => {
  await expect
    .poll(async () => (await devicesOf(client)).map((one) => one.sampling), { timeout: 30_000 })
    .toMatchObject([{ applied: { source: 'device', policy: { threshold: null } }, isCurrent: true }]);
  const { id, version } = await device();
  const settings = { sampling, warningScore: 1 };
  const answer = await client.send('PUT', `devices/${id}/settings`, settings, { 'if-match': `"${version}"` });
  expect(answer.status).toBe(200);
  await expect
    .poll(async () => (await device()).sampling, { timeout: 60_000 })
    .toMatchObject({
      applied: { source: 'server', policy: sampling },
      isCurrent: true,
      frames: { waiting: 0, chosenToday: 5, sent: 5, dropped: 0 },
    });
  const warned = async (): Promise<Inference[]> => inferencesOf(client, '&q=warning==true');
  await expect.poll(async () => (await warned()).length, { timeout: 30_000 }).toBeGreaterThan(0);
  expect((await warned()).every(({ score, warning }) => warning && score < 1)).toBe(true);
});

it('the pictures that it chose arrive as frames, with their results, and become items with what the model said', async () => {
  const { id, name } = await device();
  const filter = `deviceName==${JSON.stringify(name)}`;
  const q = encodeURIComponent(filter);
  const framesOf = async (): Promise<Frame[]> =>
    (await client.get<{ items: Frame[] }>(`frames?q=${q}&sort=score`)).items;
  await expect.poll(framesOf, { timeout: 10_000 }).toHaveLength(5);
  const [frame] = await framesOf();
  if (!frame) throw new Error('There is no frame.');
  expect(frame).toMatchObject({ deviceId: id, deviceName: name, mediaType: 'image/png' });
  const result = await client.get<Inference>(`inferences/${frame.id}`);
  expect(frame.prediction).toMatchObject({ label: result.label, score: result.score });
  const picture = await client.send('GET', frame.pictureUrl.replace('/api/v1/', ''));
  const bytes = Buffer.from(await picture.arrayBuffer());
  expect(createHash('sha256').update(bytes).digest('hex')).toBe(frame.digest);
  const made = await client.send('POST', 'datasets', {
    name: 'Doubtful digits',
    task: 'image-classification',
    classes: [...'0123456789'].map((digit) => ({ name: digit })),
  });
  const dataset = (await made.json()) as Dataset;
  const source = { kind: 'devices', filter };
  const counted = (): Promise<FrameCount> =>
    client.get<FrameCount>(`frames/count?q=${q}&datasetId=${dataset.id}`);
  await expect.poll(counted, { timeout: 10_000 }).toMatchObject({ count: 5, known: 0 });
  const started = await client.send('POST', 'imports', { datasetId: dataset.id, source });
  const job = (await started.json()) as ImportJob;
  await expect
    .poll(async () => client.get<ImportJob>(`imports/${job.id}`), { timeout: 30_000 })
    .toMatchObject({ state: 'finished', counts: { added: 5, refused: 0 } });
  const itemsOf = async (): Promise<Item[]> =>
    (await client.get<{ items: Item[] }>(`datasets/${dataset.id}/items?sort=score`)).items;
  await expect.poll(itemsOf, { timeout: 10_000 }).toHaveLength(5);
  const [item] = await itemsOf();
  expect(item).toMatchObject({
    digest: frame.digest,
    state: 'unlabelled',
    source: { kind: 'device', deviceId: id, journal: frame.journal, seq: frame.seq, importId: job.id },
    prediction: frame.prediction,
  });
});
