import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Module } from '@nestjs/common';
import { FolderBlobStore } from '@tutti/blob-store';
import { serviceAbout } from '@tutti/contracts/system';
import { openDatabase } from '@tutti/database';
import { systemClock } from '@tutti/kernel';
import { runtimeEntities, runtimeMigrations, silentLogger } from '@tutti/runtime';
import { startTestNats, testDatabase } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { AboutModule, createHttpApp, createLogger, KEY_SOURCE, type HttpApp } from '../src/index';
import { signing } from './example.module';
import { realm, tokenFor } from './harness';

@Module({})
class TestModule {}

@Module({})
class KeysModule {}

const keys = {
  module: KeysModule,
  providers: [
    { provide: KEY_SOURCE, useValue: { key: () => signing.publicKey, refresh: () => Promise.resolve() } },
  ],
};

const closing: (() => Promise<unknown>)[] = [];
let app: HttpApp;
let blobs: FolderBlobStore;

beforeAll(async () => {
  const nats = await startTestNats();
  const place = await testDatabase();
  const dir = await mkdtemp(join(tmpdir(), 'tutti-about-'));
  closing.push(
    () => nats.stop(),
    () => place.dispose(),
    () => rm(dir, { recursive: true }),
  );
  const tables = { entities: runtimeEntities, migrations: runtimeMigrations };
  const database = await openDatabase({ name: 'about', url: place.url, ...tables });
  closing.push(() => database.destroy());
  blobs = await FolderBlobStore.open(dir);
  await blobs.put('training', randomBytes(1000), { maxBytes: 1000 });
  await blobs.put('training', randomBytes(500), { maxBytes: 1000 });
  const base = { database, clock: systemClock, logger: silentLogger };
  const training = { ...base, connection: await nats.connect('training'), blobs };
  const identity = { ...base, connection: await nats.connect('identity') };
  app = await createHttpApp(
    {
      module: TestModule,
      imports: [keys, AboutModule.of('training', training), AboutModule.of('identity', identity)],
    },
    {
      ...{ host: '127.0.0.1', port: 0, realm, pageTokenKey: 'k'.repeat(32) },
      logger: createLogger({ name: 'test', level: 'fatal' }),
      api: { title: 'Test', version: '1.0.0' },
    },
  );
  closing.push(() => app.close());
});

afterAll(async () => {
  for (const close of closing.reverse()) await close();
});

const ask = async (service: string, as: 'admin' | 'manager' = 'admin'): Promise<Response> =>
  fetch(`${app.url}/api/v1/services/${service}/about`, {
    headers: { authorization: `Bearer ${await tokenFor(as)}` },
  });

const about = async (service: string) => serviceAbout.parse(await (await ask(service)).json());

describe('What a service tells about itself', () => {
  test('are the versions of what it stands on', async () => {
    const { version, node, natsServer, database, upSeconds } = await about('training');
    expect(node).toBe(process.versions.node);
    expect([version, natsServer, database.version].map((text) => /^\d+\.\d+/.test(text))).toEqual(
      Array(3).fill(true),
    );
    expect(database.kind).toMatch(/^(sqlite|mariadb|mysql)$/);
    expect(database.bytes).toBeGreaterThan(0);
    expect(upSeconds).toBeGreaterThanOrEqual(0);
  });

  test('are the sizes of the logs and buckets that it may look at, and of no other', async () => {
    const names = (await about('training')).logs.map(({ name }) => name);
    expect(names).toEqual(expect.arrayContaining(['LOG', 'TELEMETRY', 'TRAIN_JOBS', 'KV_snapshots']));
    expect(names).not.toContain('KV_twin');
    const { logs } = await about('identity');
    expect(logs.map(({ name }) => name)).not.toContain('TELEMETRY');
    expect(logs.find(({ name }) => name === 'LOG')).toMatchObject({ messages: 0, bytes: 0, maxBytes: null });
  });

  test('are its blobs once they have been counted, which nobody waits for', async () => {
    const counted = await vi.waitUntil(async () => (await about('training')).blobs?.counted);
    expect(counted).toMatchObject({ count: 2, bytes: 1500 });
    expect((await about('identity')).blobs).toBeNull();
  });

  test('is for those who manage the system', async () => {
    expect((await ask('training', 'manager')).status).toBe(403);
  });
});
