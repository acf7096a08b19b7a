import { randomBytes } from 'node:crypto';
import { buffer } from 'node:stream/consumers';
import { provision } from '@tutti/nats-server';
import { startTestCluster, type TestCluster } from '@tutti/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { graceMs, NatsObjectBlobStore } from '../src/index';
import { codeOf } from './blob-store.suite';

const mebibyte = 1024 * 1024;
const maxBytes = 64 * mebibyte;

let cluster: TestCluster;
let stores: readonly NatsObjectBlobStore[];
beforeAll(async () => {
  cluster = await startTestCluster();
  await provision(await cluster.connect(0), {
    telemetryBytes: mebibyte,
    replicas: 3,
    blobBytes: 256 * mebibyte,
  });
  const leader = await cluster.leaderOf('OBJ_devices');
  const opening = [0, 1, 2].map(async (server) =>
    NatsObjectBlobStore.open(await cluster.connect((leader + server) % 3), 'devices'),
  );
  stores = await Promise.all(opening);
}, 120_000);
afterAll(() => cluster.stop());

const at = (server: number): NatsObjectBlobStore => {
  const store = stores[server];
  if (!store) throw new Error(`There is no server ${server}.`);
  return store;
};

/** A follower answers direct reads itself, and is a moment behind the leader. */
test('what was just stored through one server of a cluster is read whole through another', async () => {
  for (let round = 0; round < 60; round++) {
    const bytes = randomBytes(round % 3 === 0 ? mebibyte + round : 1000 + round);
    const { sha256 } = await at(0).put('devices', bytes, { maxBytes });
    const opened = await at(1 + (round % 2)).open('devices', sha256);
    expect(opened && (await buffer(opened.stream)).equals(bytes), `round ${round}`).toBe(true);
  }
});

test('of several that continue one upload through different servers one goes on', async () => {
  for (let round = 0; round < 10; round++) {
    const bytes = randomBytes(1000);
    const { id } = await at(0).uploads.begin('devices', { owner: 'user:a', size: bytes.length });
    const racers = stores.map((store) =>
      codeOf(store.uploads.append('devices', id, { offset: 0, content: bytes })),
    );
    expect((await Promise.all(racers)).sort()).toEqual([
      'undefined',
      'upload.offset-conflict',
      'upload.offset-conflict',
    ]);
    await at(2).uploads.finish('devices', id);
  }
});

test('of a sweep and whoever wants the blob at the same time, through different servers, one wins', async () => {
  const sweep = (server: number, days: number) =>
    at(server).sweep('devices', {
      now: new Date(Date.now() + days * graceMs),
      referenced: async () => [],
    });
  for (let round = 0; round < 20; round++) {
    const bytes = randomBytes(1000 + round);
    const { sha256 } = await at(0).put('devices', bytes, { maxBytes });
    await sweep(0, 0);
    const [, isWanted] = await Promise.all([sweep(round % 3, 2), at(1).touch('devices', sha256)]);
    const opened = await at(0).open('devices', sha256);
    expect(opened !== undefined, `round ${round}`).toBe(isWanted);
    if (opened) expect((await buffer(opened.stream)).equals(bytes), `round ${round}`).toBe(true);
  }
});
