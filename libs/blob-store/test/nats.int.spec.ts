import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import { Objm } from '@nats-io/obj';
import { startTestNats, type TestNats } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { graceMs, NatsObjectBlobStore } from '../src/index';
import { Bucket } from '../src/nats/bucket';
import { Metas } from '../src/nats/metas';
import { blobStoreSuite, codeOf, digestOf, inChunks } from './blob-store.suite';

const mebibyte = 1024 * 1024;
const maxBytes = 1024 * mebibyte;

const openAs = async (nats: TestNats, user: 'devices' | 'datasets'): Promise<NatsObjectBlobStore> =>
  NatsObjectBlobStore.open(await nats.connect(user), user);

const messagesIn = async (nats: TestNats) => {
  const manager = await jetstreamManager(await nats.connectAdmin());
  return async () => (await manager.streams.info('OBJ_devices')).state.messages;
};

/** The server acknowledges a message before it removes what the message replaces. */
const settled = async (count: () => Promise<number>): Promise<number> => {
  for (let last = await count(); ;) {
    await delay(20);
    const next = await count();
    if (next === last) return last;
    last = next;
  }
};

blobStoreSuite('NATS object stores', async () => {
  const nats = await startTestNats({ blobBytes: maxBytes });
  const messages = await messagesIn(nats);
  return {
    store: await openAs(nats, 'devices'),
    replica: await openAs(nats, 'devices'),
    traces: () => settled(messages),
    close: () => nats.stop(),
  };
});

describe('A bucket', () => {
  let nats: TestNats;
  let store: NatsObjectBlobStore;
  beforeAll(async () => {
    nats = await startTestNats({ blobBytes: 32 * mebibyte });
    store = await openAs(nats, 'devices');
  });
  afterAll(() => nats.stop());
  const open = (sha256: string) => store.open('devices', sha256);

  test('is read by any client of NATS, which finds the digests right', async () => {
    const objects = await new Objm(await nats.connectAdmin()).open('devices');
    for (const size of [0, 10, 3 * mebibyte + 1]) {
      const bytes = randomBytes(size);
      const { sha256 } = await store.put('devices', bytes, { maxBytes });
      expect(await objects.info(sha256)).toMatchObject({ name: sha256, size, deleted: false });
      expect(Buffer.from((await objects.getBlob(sha256)) ?? []).equals(bytes)).toBe(true);
    }
    expect((await objects.list()).length).toBe(3);
  });

  test('belongs to one service: no other reads or writes it', async () => {
    const bytes = randomBytes(10);
    const { sha256 } = await store.put('devices', bytes, { maxBytes });
    const stranger = await openAs(nats, 'datasets');
    expect(await codeOf(stranger.put('devices', randomBytes(10), { maxBytes }))).toContain(
      'PermissionViolation',
    );
    expect(await codeOf(stranger.open('devices', sha256))).toContain('PermissionViolation');
    expect(
      await codeOf(stranger.sweep('devices', { now: new Date(), referenced: async () => [] })),
    ).toContain('PermissionViolation');
    expect((await stranger.put('datasets', bytes, { maxBytes })).sha256).toBe(sha256);
  });

  test('that is full says so, keeps what it has, and takes more once there is room', async () => {
    const messages = await messagesIn(nats);
    const kept = await store.put('devices', randomBytes(mebibyte), { maxBytes });
    const before = await settled(messages);
    const large = randomBytes(40 * mebibyte);
    expect(await codeOf(store.put('devices', inChunks(large), { maxBytes }))).toBe('blob.storage-full');
    expect(await settled(messages)).toBe(before);
    const { id } = await store.uploads.begin('devices', { owner: 'user:a', size: large.length });
    const append = store.uploads.append('devices', id, { offset: 0, content: inChunks(large) });
    expect(await codeOf(append)).toBe('blob.storage-full');
    const state = await store.uploads.state('devices', id);
    expect(state?.offset).toBeGreaterThan(20 * mebibyte);
    expect(await codeOf(store.put('devices', randomBytes(12 * mebibyte), { maxBytes }))).toBe(
      'blob.storage-full',
    );
    await store.uploads.abandon('devices', id);
    await store.put('devices', randomBytes(12 * mebibyte), { maxBytes });
    expect(await store.stat('devices', kept.sha256)).toEqual(kept);
  });

  test('that is full to its last byte, with nothing condemned, still notes what is to go, and lets it go', async () => {
    const small = await startTestNats({ blobBytes: 4 * mebibyte });
    const full = await openAs(small, 'devices');
    for (const size of [512 * 1024, 32 * 1024, 2048, 1]) {
      let refused = '';
      while (refused !== 'blob.storage-full')
        refused = await codeOf(full.put('devices', randomBytes(size), { maxBytes }));
    }
    const blobs = await Array.fromAsync(full.list('devices'));
    const sweep = (days: number) =>
      full.sweep('devices', { now: new Date(Date.now() + days * graceMs), referenced: async () => [] });
    expect(await sweep(0)).toMatchObject({ condemned: blobs.length });
    expect(await sweep(2)).toMatchObject({ deleted: blobs.length });
    await full.put('devices', randomBytes(3 * mebibyte), { maxBytes });
    await small.stop();
  });

  test('where a sweep died between two deletions is cleared by the next, or by whoever stores the bytes again', async () => {
    const messages = await messagesIn(nats);
    const before = await settled(messages);
    const bucket = await Bucket.open(await nats.connect('devices'), 'devices');
    const metas = new Metas(bucket);
    const half = async (): Promise<Uint8Array> => {
      const bytes = randomBytes(2 * mebibyte);
      const { sha256 } = await store.put('devices', bytes, { maxBytes });
      const { seq, meta } = await metas.read(sha256);
      if (meta) await metas.write(meta, seq, true);
      expect(await store.stat('devices', sha256)).toBeUndefined();
      return bytes;
    };
    await half();
    await store.sweep('devices', { now: new Date(), referenced: async (digests) => digests });
    expect(await settled(messages)).toBe(before);
    const bytes = await half();
    const { sha256 } = await store.put('devices', bytes, { maxBytes });
    const opened = await open(sha256);
    expect(opened && (await buffer(opened.stream)).equals(bytes)).toBe(true);
    // Four chunks and what stands about them.
    expect(await settled(messages)).toBe(before + 5);
  });

  test('whose server dies in the middle of an upload: what was acknowledged is there, and it goes on', async () => {
    for (const days of [10, 12])
      await store.sweep('devices', {
        now: new Date(Date.now() + days * graceMs),
        referenced: async () => [],
      });
    const bytes = randomBytes(12 * mebibyte);
    const { id } = await store.uploads.begin('devices', { owner: 'user:a', size: bytes.length });
    async function* killing(): AsyncIterable<Uint8Array> {
      for await (const chunk of inChunks(bytes)) {
        if (chunk.byteOffset - bytes.byteOffset === 6 * mebibyte) await nats.kill9();
        yield chunk;
      }
    }
    const cut = store.uploads.append('devices', id, { offset: 0, content: killing() });
    expect(await codeOf(cut)).toBe('blob.storage-unavailable');
    await nats.restart();
    const offset = (await store.uploads.state('devices', id))?.offset ?? 0;
    expect(offset).toBeGreaterThan(5 * mebibyte);
    await store.uploads.append('devices', id, { offset, content: inChunks(bytes.subarray(offset)) });
    const { sha256 } = await store.uploads.finish('devices', id);
    expect(sha256).toBe(digestOf(bytes));
    const opened = await open(sha256);
    expect(opened && (await buffer(opened.stream)).equals(bytes)).toBe(true);
  });

  test('that was not made is missed at once', async () => {
    const other = await startTestNats();
    await expect(openAs(other, 'devices')).rejects.toThrow('Start the system with BLOBS=nats');
    await other.stop();
  });

  test('a part of a large blob is read without the rest, and a reader that waits holds little', async () => {
    const bytes = randomBytes(16 * mebibyte);
    const { sha256 } = await store.put('devices', bytes, { maxBytes });
    const admin = await nats.connectAdmin();
    const sent = async () =>
      ((await (await fetch(`${nats.monitorUrl}/varz`)).json()) as { out_bytes: number }).out_bytes;
    await admin.flush();
    const before = await sent();
    const part = await store.open('devices', sha256, { offset: 11 * mebibyte + 7, length: 1000 });
    const found = part && (await buffer(part.stream));
    expect(found?.equals(bytes.subarray(11 * mebibyte + 7, 11 * mebibyte + 1007))).toBe(true);
    expect((await sent()) - before).toBeLessThan(2 * mebibyte);
    const waiting = await open(sha256);
    const from = await sent();
    await new Promise((resolve) => waiting?.stream.once('readable', resolve));
    await delay(200);
    expect((await sent()) - from).toBeLessThan(6 * mebibyte);
    waiting?.stream.destroy();
  });
});
