import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderBlobStore } from '@tutti/blob-store';
import { afterAll, beforeAll, expect, it } from 'vitest';

const mebibyte = 1024 * 1024;
const maxBytes = 100 * mebibyte;

let folder: string;
let store: FolderBlobStore;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tutti-full-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tutti-test', folder]);
  store = await FolderBlobStore.open(folder);
});
afterAll(async () => {
  execFileSync('umount', ['--lazy', folder]);
  await rm(folder, { recursive: true, force: true });
});

async function* many(bytes: number): AsyncIterable<Uint8Array> {
  for (let left = bytes; left > 0; left -= mebibyte) yield randomBytes(mebibyte);
}

const files = async (): Promise<number> =>
  (await readdir(folder, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile()).length;

it('a full disk is said to be full, and nothing half-made is left on it', async () => {
  const kept = await store.put('devices', randomBytes(1000), { maxBytes });
  await expect(store.put('devices', many(40 * mebibyte), { maxBytes })).rejects.toMatchObject({
    code: 'blob.storage-full',
    kind: 'unavailable',
  });
  expect(await files()).toBe(1);
  expect(await store.stat('devices', kept.sha256)).toEqual(kept);
});

it('an upload keeps what fitted, and its bytes go with it', async () => {
  const { id } = await store.uploads.begin('devices', { owner: 'user:a', size: 40 * mebibyte });
  const append = store.uploads.append('devices', id, { offset: 0, content: many(40 * mebibyte) });
  await expect(append).rejects.toMatchObject({ code: 'blob.storage-full' });
  expect((await store.uploads.state('devices', id))?.offset).toBe(16 * mebibyte);
  await store.uploads.abandon('devices', id);
  expect(await files()).toBe(1);
  await store.put('devices', many(20 * mebibyte), { maxBytes });
});
