import { blobErrors, FolderBlobStore, type BlobStore } from '@tutti/blob-store';
import type { Frame } from '@tutti/contracts/datasets';
import { DomainError } from '@tutti/kernel';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { usualSettings } from '../src/config';
import { blobNamespace } from '../src/item/picture-intake';
import { FrameRetention } from '../src/frame/frame-retention';
import { digestOf, Library } from './datasets.fixture';
import { Fleet, jpeg, type Camera } from './frames.fixture';

const dayMs = 86_400_000;
const settings = {
  ...usualSettings,
  frameDays: 30,
  frameCaps: { device: { count: 10, bytes: 1e9 }, all: { count: 15, bytes: 1e9 } },
  frameMegabytesPerDay: 25,
};

let hasRoom = true;
const narrow = (store: BlobStore): BlobStore => {
  const begin = store.uploads.begin.bind(store.uploads);
  store.uploads.begin = async (...given) => {
    if (!hasRoom) throw new DomainError(blobErrors['blob.storage-full'], { detail: 'No room.' });
    return begin(...given);
  };
  return store;
};

let library: Library;
let fleet: Fleet;
beforeAll(async () => {
  library = await Library.start(settings, narrow);
  fleet = await Fleet.open(library);
});
afterAll(() => library.stop());

const { signal } = new AbortController();
const pass = (now?: number): Promise<number> => {
  const { database, clock, logger } = library.datasets.parts.base;
  const at = now === undefined ? clock : { now: () => new Date(now) };
  const { frameDays: days, frameCaps: caps } = settings;
  return new FrameRetention({ database, clock: at, steady: at, logger, days, caps }).pass(signal);
};
const seqsOf = async (camera: Camera): Promise<number[]> => {
  const query = `q=device==${camera.device.id}&pageSize=100`;
  const { items } = await library.ok<{ items: readonly Frame[] }>(`GET /frames?${query}`);
  return items.map(({ seq }) => seq).sort((a, b) => a - b);
};
const send = async (camera: Camera, many: number): Promise<void> => {
  for (let n = 0; n < many; n++)
    expect(await camera.send(await jpeg('#0a0b0c')), `picture ${n}`).toMatchObject({ status: 201 });
};

test('a device that has all the room of a device waits, and then the oldest have gone', async () => {
  const full = await fleet.camera('SN-full');
  await send(full, 10);
  const refused = await full.begin(1000);
  expect(refused).toMatchObject({ status: 429, code: 'frame.quota' });
  expect(refused.headers.get('retry-after')).toBe('600');
  expect(await pass()).toBe(1);
  expect(await seqsOf(full)).toEqual([2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(await full.begin(1000)).toMatchObject({ status: 201 });
});

test('where all together have the room of all, the oldest of all go', async () => {
  const late = await fleet.camera('SN-late');
  await send(late, 6);
  expect(await pass()).toBe(2);
  expect(await seqsOf(late)).toEqual([1, 2, 3, 4, 5, 6]);
});

test('a device that sends too much in a day waits for a share of it', async () => {
  const greedy = await fleet.camera('SN-greedy');
  expect(await greedy.begin(20 * 1024 * 1024)).toMatchObject({ status: 201 });
  const refused = await greedy.begin(20 * 1024 * 1024);
  expect(refused).toMatchObject({ status: 429, code: 'frame.quota' });
  expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3600);
});

test('what could not begin for lack of room takes nothing of the day', async () => {
  const unlucky = await fleet.camera('SN-unlucky');
  hasRoom = false;
  for (let n = 0; n < 2; n++)
    expect(await unlucky.begin(20 * 1024 * 1024)).toMatchObject({ status: 503, code: 'blob.storage-full' });
  hasRoom = true;
  expect(await unlucky.begin(20 * 1024 * 1024)).toMatchObject({ status: 201 });
});

test('what is too old goes, and its bytes after the grace unless an item has them', async () => {
  const old = await fleet.camera('SN-old');
  const [alone, shared] = [await jpeg('#101010'), await jpeg('#f0f0f0')];
  for (const picture of [alone, shared]) expect(await old.send(picture)).toMatchObject({ status: 201 });
  const { id } = await library.create({ name: 'Kept' });
  await library.ok(`POST /datasets/${id}/items`, { bytes: { type: 'image/jpeg', content: shared } });
  const stored = async (): Promise<string[]> => {
    const blobs = await FolderBlobStore.open(join(library.dir, 'blobs'));
    const found: string[] = [];
    for await (const { sha256 } of blobs.list(blobNamespace)) found.push(sha256);
    return found;
  };
  const { sweep } = library.datasets.parts;
  const sweepFrom = async (from: number): Promise<void> => {
    for (const now of [from, from + 2 * dayMs]) await sweep.pass(new Date(now));
  };
  await sweepFrom(Date.now());
  expect(await stored()).toEqual(expect.arrayContaining([digestOf(alone), digestOf(shared)]));
  await pass(Date.now() + 29 * dayMs);
  expect(await seqsOf(old)).toHaveLength(2);
  await pass(Date.now() + 31 * dayMs);
  expect(await seqsOf(old)).toEqual([]);
  await sweepFrom(Date.now() + 3 * dayMs);
  const left = await stored();
  expect(left).toContain(digestOf(shared));
  expect(left).not.toContain(digestOf(alone));
});
