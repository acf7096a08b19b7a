import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, open, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BlobStore, FolderBlobStore, NatsObjectBlobStore } from '@tutti/blob-store';
import { startTestNats } from '@tutti/testing';
import { type Figure, median, perSecond, report } from './report';

/** Blobs in a folder and in NATS object stores against the least that hashing and keeping bytes takes, in turns. */

const mebibyte = 1024 * 1024;
const maxBytes = 1024 * mebibyte;
const rounds = 5;
const pictures = { bytes: 100 * 1024, count: 150, width: 4 };
const large = 64 * mebibyte;

const dir = await mkdtemp(join(tmpdir(), 'tutti-bench-blobs-'));
const nats = await startTestNats({ syncInterval: 'always', blobBytes: 8 * 1024 * mebibyte });
const stores = {
  folder: await FolderBlobStore.open(join(dir, 'store')),
  nats: await NatsObjectBlobStore.open(await nats.connect('devices'), 'devices'),
} as const;

async function* chunks(total: number): AsyncIterable<Uint8Array> {
  const chunk = randomBytes(65_536);
  for (let sent = 0; sent < total; sent += chunk.length) {
    chunk.writeDoubleLE(Math.random());
    yield chunk;
  }
}

/** Hash, write, and sync: what was acknowledged survives a power cut, as it does in the stores. */
const bare = async (content: AsyncIterable<Uint8Array>): Promise<string> => {
  const temporary = join(dir, randomUUID());
  const hash = createHash('sha256');
  const handle = await open(temporary, 'wx');
  for await (const chunk of content) {
    hash.update(chunk);
    await handle.write(chunk);
  }
  await handle.sync();
  await handle.close();
  const path = join(dir, hash.digest('hex'));
  await rename(temporary, path);
  return path;
};

async function* one(bytes: Uint8Array): AsyncIterable<Uint8Array> {
  yield bytes;
}

type Kind = 'bare' | keyof typeof stores;
const kinds: readonly Kind[] = ['bare', 'folder', 'nats'];

const drain = async (store: BlobStore, sha256: string): Promise<void> => {
  const found = await store.open('devices', sha256);
  if (!found) throw new Error('The blob is not there.');
  let size = 0;
  for await (const chunk of found.stream as AsyncIterable<Buffer>) size += chunk.length;
  if (size !== found.size) throw new Error(`${size} of ${found.size} bytes came.`);
};

interface Round {
  readonly putPictures: number;
  readonly getPictures: number;
  readonly putLarge: number;
  readonly getLarge: number;
}

const seconds = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
};

const measure = async (kind: Kind): Promise<Round> => {
  const names: string[] = [];
  const put = async (content: AsyncIterable<Uint8Array>): Promise<string> =>
    kind === 'bare' ? bare(content) : (await stores[kind].put('devices', content, { maxBytes })).sha256;
  const get = (name: string): Promise<unknown> =>
    kind === 'bare' ? readFile(name) : drain(stores[kind], name);
  const { count, width, bytes } = pictures;
  const putPictures = await perSecond(count, width, async () =>
    names.push(await put(one(randomBytes(bytes)))),
  );
  const getPictures = await perSecond(count, width, (n) => get(names[n] ?? ''));
  let last = '';
  const putLarge = large / mebibyte / (await seconds(async () => (last = await put(chunks(large)))));
  const getLarge = large / mebibyte / (await seconds(() => get(last)));
  return { putPictures, getPictures, putLarge, getLarge };
};

for (const kind of kinds) await measure(kind);
const results = new Map<Kind, Round[]>(kinds.map((kind) => [kind, []]));
for (let round = 0; round < rounds; round++)
  for (const kind of kinds) results.get(kind)?.push(await measure(kind));

const of = (kind: Kind, what: keyof Round): readonly number[] =>
  (results.get(kind) ?? []).map((one) => one[what]);
const ratio = (kind: Kind, what: keyof Round): number =>
  median(of(kind, what).map((value, n) => value / (of('bare', what)[n] ?? Number.NaN)));

const whats: readonly (readonly [keyof Round, string, string])[] = [
  ['putPictures', 'put of pictures of 100 KiB, 4 at once', '/s'],
  ['getPictures', 'get of them', '/s'],
  ['putLarge', 'put of 64 MiB', 'MiB/s'],
  ['getLarge', 'get of it', 'MiB/s'],
];
const figures: Figure[] = whats.flatMap(([what, name, unit]) => [
  ...kinds.map((kind) => ({ name: `${kind}: ${name}`, value: median(of(kind, what)), unit })),
  { name: `folder / bare: ${name}`, value: ratio('folder', what), unit: 'x' },
  { name: `nats / bare: ${name}`, value: ratio('nats', what), unit: 'x' },
]);

/** Most that the process held beyond what it held before, while a stream of this size passed. */
const held = async (work: () => Promise<unknown>): Promise<number> => {
  globalThis.gc?.();
  const before = process.memoryUsage.rss();
  let most = before;
  const timer = setInterval(() => (most = Math.max(most, process.memoryUsage.rss())), 10);
  await work();
  clearInterval(timer);
  return (most - before) / mebibyte;
};

for (const kind of ['folder', 'nats'] as const) {
  const store = stores[kind];
  let sha256 = '';
  const size = 512 * mebibyte;
  const writing = await held(
    async () => ({ sha256 } = await store.put('devices', chunks(size), { maxBytes })),
  );
  const reading = await held(() => drain(store, sha256));
  figures.push(
    { name: `${kind}: memory while 512 MiB are put`, value: writing, unit: 'MiB', goal: '<=128' },
    { name: `${kind}: memory while they are read`, value: reading, unit: 'MiB', goal: '<=128' },
  );
}

report('blobs', figures);
await nats.stop();
await rm(dir, { recursive: true });
