import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startSystem, type System } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { devicesOf, inferencesOf, password, signIn } from './client';

const hour = 3_600_000;
const day = 24 * hour;
const waitsLong = { timeout: 60_000 };

let folder: string;
let system: System;

const setClocks = (offsets: { readonly agent: number; readonly platform: number }): Promise<void> =>
  writeFile(join(folder, 'clock.json'), JSON.stringify(offsets));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tutti-clock-'));
  await setClocks({ agent: -2 * 365 * day, platform: 0 });
  const preload = pathToFileURL(join(import.meta.dirname, 'jumping-clock.mjs')).href;
  const env = { JUMPING_CLOCK: join(folder, 'clock.json'), NODE_OPTIONS: `--import ${preload}` };
  system = await startSystem({ env: { ...env, TUTTI_ADMIN_PASSWORD: password } });
});

afterAll(async () => {
  await system.dispose();
  await rm(folder, { recursive: true, force: true });
});

/** Everything that should go on: people come in, results arrive, the device is seen, commands are taken, nothing is gone. */
const goesOn = async (known: number): Promise<number> => {
  // Anew each time: a pass made before every process has jumped is not valid for those that have.
  const [from, to] = [-60 * day, 60 * day].map((ms) => new Date(Date.now() + ms).toISOString());
  const path = `inferences/rates?from=${from}&to=${to}&stepSeconds=86400`;
  const count = async (): Promise<number> =>
    (await (await signIn(system.url)).get<{ total: { count: number } }>(path)).total.count;
  await expect.poll(count, waitsLong).toBeGreaterThan(known + 3);
  const client = await signIn(system.url);
  await expect
    .poll(async () => (await devicesOf(client)).map(({ connectivity }) => connectivity), waitsLong)
    .toEqual(['online']);
  const token = { ttlSeconds: 3600, maxUses: 1, autoAccept: false, note: 'clock' };
  const issued = await client.send('POST', 'enrolment-tokens', token);
  expect(issued.status).toBe(201);
  const { status } = (await issued.json()) as { status: string };
  expect(status).toBe('active');
  return count();
};

describe('a clock that jumps', () => {
  let results = 0;

  it('years behind on the device: it enrols, and its results bear the time of the platform', async () => {
    results = await goesOn(0);
    const [newest] = await inferencesOf(await signIn(system.url));
    expect(Math.abs(Date.parse(newest?.at ?? '') - Date.now())).toBeLessThan(60_000);
  });

  it.each([
    ['an hour ahead', { agent: 0, platform: hour }],
    ['three days ahead, beyond the life of every pass', { agent: 0, platform: 3 * day }],
    ['forty days ahead, beyond the age at which results are forgotten', { agent: 0, platform: 40 * day }],
    ['back again', { agent: 0, platform: 0 }],
    ['an hour behind', { agent: 0, platform: -hour }],
    ['years ahead on the device alone', { agent: 700 * day, platform: 0 }],
  ])('%s: all goes on, and nothing is forgotten', async (_, offsets) => {
    await setClocks(offsets);
    results = await goesOn(results);
  });
});
