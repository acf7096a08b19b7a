import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { FolderBlobStore } from '../src/index';
import { blobStoreSuite } from './blob-store.suite';

const filesBelow = async (root: string): Promise<readonly string[]> =>
  (await readdir(root, { recursive: true, withFileTypes: true }))
    .filter((e) => e.isFile())
    .map((e) => e.name);

blobStoreSuite('a folder', async () => {
  const root = await mkdtemp(join(tmpdir(), 'tutti-blobs-'));
  return {
    store: await FolderBlobStore.open(root),
    replica: await FolderBlobStore.open(root),
    traces: async () => (await filesBelow(root)).length,
    close: () => rm(root, { recursive: true }),
  };
});

test('files of writers that died long ago are cleared at the next start', async () => {
  const root = await mkdtemp(join(tmpdir(), 'tutti-blobs-'));
  await FolderBlobStore.open(root);
  const [dead, old] = [join(root, '.incoming', 'dead'), new Date('2026-01-01T00:00:00Z')];
  await writeFile(dead, 'half');
  await utimes(dead, old, old);
  await writeFile(join(root, '.incoming', 'alive'), 'half');
  await FolderBlobStore.open(root);
  expect(await filesBelow(root)).toEqual(['alive']);
  await rm(root, { recursive: true });
});
