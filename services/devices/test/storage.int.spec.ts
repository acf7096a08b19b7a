import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderBlobStore } from '@tutti/blob-store';
import { transaction, upsertMany } from '@tutti/database';
import { silentLogger } from '@tutti/runtime';
import { testDatabase, type TestDatabase } from '@tutti/testing';
import type { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { commandFileTable, type CommandFileRow } from '../src/device-command/command-file.table';
import { failureTable } from '../src/failure/failure.table';
import { inferenceRollup, inferenceRollupTable } from '../src/inference/inference.rollup';
import { inferenceTable } from '../src/inference/inference.table';
import { keepRolled } from '../src/rollup/keep-rolled';
import { rollupState } from '../src/rollup/rollup-state';
import { result } from '../src/rollup/rollup.fixture';
import { vitalsTable } from '../src/vitals/vitals.table';
import { previewTable, type PreviewRow } from '../src/preview/preview.table';
import { RetentionSweeper } from '../src/retention/retention-sweeper';
import { openDevicesDatabase } from '../src/storage/open-devices-database';

const now = new Date('2026-06-01T00:00:00Z');
const daysAgo = (days: number): number => now.getTime() - days * 86_400_000;

let dir: string;
let place: TestDatabase;
let database: DataSource;
let blobs: FolderBlobStore;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tutti-devices-'));
  place = await testDatabase();
  database = await openDevicesDatabase(place.url);
  blobs = await FolderBlobStore.open(join(dir, 'blobs'));
});
afterEach(async () => {
  await database.destroy();
  await place.dispose();
  await rm(dir, { recursive: true });
});

const inADay = new Date(now.getTime() + 86_400_000);

const sweep = (previewsPerDevice = 100, at = now): Promise<void> =>
  new RetentionSweeper({
    database,
    blobs,
    clock: { now: () => at },
    logger: silentLogger,
    rules: {
      inferenceDays: 30,
      failureDays: 90,
      vitalsDays: 14,
      previewDays: 7,
      previewsPerDevice,
      rollupMinuteDays: 45,
      rollupHourDays: 400,
      commandFileDays: 7,
    },
  }).pass(new AbortController().signal);

test('the migrations make the tables that the entities describe', async () => {
  const { upQueries } = await database.driver.createSchemaBuilder().log();
  const changes = upQueries.map(({ query }) => query).filter((query) => !query.includes('DROP INDEX'));
  // Only on MySQL is a text bounded, and there its columns are larger than TypeORM expects.
  const larger = changes.flatMap(
    (query) => /^(ALTER TABLE `\w+`) ADD (`\w+`) text (NOT )?NULL$/.exec(query)?.slice(0, 3) ?? [],
  );
  const expected = new Set(
    larger.flatMap((query, n) =>
      n % 3 === 0 ? [query, `${larger[n + 1]} DROP COLUMN ${larger[n + 2]}`] : [],
    ),
  );
  expect(changes.filter((query) => !expected.has(query))).toEqual([]);
});

describe('what is old is forgotten', () => {
  test('rows, in steps, and nothing that is young', async () => {
    const rows = Array.from({ length: 1800 }, (_, seq) => ({
      deviceId: 'd',
      journal: 'j',
      seq,
      at: seq < 1500 ? daysAgo(91) + (seq % 7) : daysAgo(89),
      model: null,
      type: 't',
      message: 'm',
      inputFile: 'f',
    }));
    await transaction(database, (manager) =>
      upsertMany(manager, failureTable, rows, ['deviceId', 'journal', 'seq']),
    );
    await sweep();
    expect(await database.manager.countBy(failureTable, {})).toBe(300);
    expect(await database.manager.countBy(vitalsTable, {})).toBe(0);
  });

  test('results, and later what they amounted to: first by the minute, then by the hour', async () => {
    const rows = [29, 31, 46, 401].map((days, seq) => result(seq, { at: daysAgo(days) }));
    await transaction(database, (manager) => keepRolled(manager, inferenceRollup, rows));
    await sweep();
    const spans = async (span: number) =>
      (await database.manager.findBy(inferenceRollupTable, { span, deviceId: 'a' })).map(({ at }) => at);
    expect(await database.manager.countBy(inferenceTable, {})).toBe(1);
    expect((await spans(60)).toSorted()).toEqual([daysAgo(31), daysAgo(29)]);
    expect((await spans(3600)).toSorted()).toEqual([daysAgo(46), daysAgo(31), daysAgo(29)]);
    expect(await rollupState(database, 'inference')).toMatchObject({ closedBefore: daysAgo(30) });
  });

  test('a picture goes with the last row that refers to it, after a grace', async () => {
    const old = await blobs.put('devices', Buffer.from('old'), { maxBytes: 10 });
    const shared = await blobs.put('devices', Buffer.from('shared'), { maxBytes: 10 });
    const fresh = await blobs.put('devices', Buffer.from('fresh'), { maxBytes: 10 });
    const row = (
      deviceId: string,
      { sha256, size }: { sha256: string; size: number },
      days: number,
    ): PreviewRow => ({
      deviceId,
      sha256,
      size,
      type: 'image/jpeg',
      createdAt: daysAgo(days),
    });
    await transaction(database, (manager) =>
      upsertMany(
        manager,
        previewTable,
        [row('a', old, 8), row('a', shared, 8), row('b', shared, 6), row('a', fresh, 8)],
        ['deviceId', 'sha256'],
      ),
    );
    await sweep();
    expect(await blobs.touch('devices', fresh.sha256)).toBe(true);
    await sweep(100, inADay);
    expect(await database.manager.find(previewTable)).toMatchObject([
      { deviceId: 'b', sha256: shared.sha256 },
    ]);
    expect(await blobs.stat('devices', old.sha256)).toBeUndefined();
    expect(await blobs.stat('devices', shared.sha256)).toBeDefined();
    expect(await blobs.stat('devices', fresh.sha256)).toBeDefined();
  });

  test('bytes of commands go with the last row that refers to them', async () => {
    const kept = await blobs.put('devices', Buffer.from('kept'), { maxBytes: 10 });
    const gone = await blobs.put('devices', Buffer.from('gone'), { maxBytes: 10 });
    const row = (owner: string, { sha256, size }: typeof kept, days: number): CommandFileRow => ({
      owner,
      sha256,
      size,
      type: 'image/png',
      createdAt: daysAgo(days),
    });
    const rows = [row('user:a', kept, 8), row('user:b', kept, 6), row('device:c', gone, 8)];
    await transaction(database, (manager) =>
      upsertMany(manager, commandFileTable, rows, ['owner', 'sha256']),
    );
    await sweep();
    expect(await blobs.stat('devices', gone.sha256)).toBeDefined();
    await sweep(100, inADay);
    expect(await database.manager.find(commandFileTable)).toMatchObject([{ owner: 'user:b' }]);
    expect(await blobs.stat('devices', kept.sha256)).toBeDefined();
    expect(await blobs.stat('devices', gone.sha256)).toBeUndefined();
  });

  test('of each device the newest pictures stay', async () => {
    const rows = Array.from({ length: 10 }, (_, n) => ({
      deviceId: n % 2 === 0 ? 'a' : 'b',
      sha256: `${n}`.padStart(64, '0'),
      size: 1,
      type: 'image/jpeg',
      createdAt: daysAgo(1) + n,
    }));
    await transaction(database, (manager) => upsertMany(manager, previewTable, rows, ['deviceId', 'sha256']));
    await sweep(3);
    const left = await database.manager.find(previewTable, { order: { createdAt: 'ASC' } });
    expect(left.map(({ createdAt }) => createdAt - daysAgo(1))).toEqual([4, 5, 6, 7, 8, 9]);
  });
});
