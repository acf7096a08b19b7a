import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startSystem, type System } from '@tutti/testing';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { inferencesOf, password, signIn } from './client';

let system: System;
beforeAll(async () => {
  const env = { TUTTI_ADMIN_PASSWORD: password, BLOBS: 'nats', BLOB_BYTES: `${64 * 1024 * 1024}` };
  system = await startSystem({ env });
});
afterAll(() => system.dispose());

it('pictures of devices are kept and shown with no folder to share', async () => {
  const client = await signIn(system.url);
  const shown = async () => (await inferencesOf(client)).filter(({ imageUrl }) => imageUrl !== null);
  await expect.poll(async () => (await shown()).length, { timeout: 60_000 }).toBeGreaterThan(3);
  for (const { imageUrl } of await shown()) {
    const picture = await client.send('GET', `${imageUrl}`.replace('/api/v1/', ''));
    expect(picture.status).toBe(200);
    expect(picture.headers.get('content-type')).toMatch(/^image\//);
    expect((await picture.arrayBuffer()).byteLength).toBe(Number(picture.headers.get('content-length')));
  }
  const files = await readdir(join(system.data, 'blobs'), { recursive: true, withFileTypes: true });
  expect(files.filter((entry) => entry.isFile())).toEqual([]);
});
