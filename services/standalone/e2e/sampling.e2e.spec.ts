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
      frames: { waiting: 5, chosenToday: 5, dropped: 0 },
    });
  const warned = async (): Promise<Inference[]> => inferencesOf(client, '&q=warning==true');
  await expect.poll(async () => (await warned()).length, { timeout: 30_000 }).toBeGreaterThan(0);
  expect((await warned()).every(({ score, warning }) => warning && score < 1)).toBe(true);
});
