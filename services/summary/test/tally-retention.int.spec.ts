import { silentLogger } from '@tutti/runtime';
import { testDatabase, type TestDatabase } from '@tutti/testing';
import type { DataSource } from 'typeorm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSummaryDatabase } from '../src/storage/open-summary-database';
import { keepResults } from '../src/tally/keep-results';
import { reportedModelTable } from '../src/tally/result-tally.table';
import { TallyRetention } from '../src/tally/tally-retention';
import { readCounted } from '../src/tally/telemetry-batch';
import { device, digest, result } from './day.fixture';

const dayMs = 86_400_000;
let place: TestDatabase;
let database: DataSource;
beforeEach(async () => {
  place = await testDatabase();
  database = await openSummaryDatabase(place.url);
});
afterEach(async () => {
  await database.destroy();
  await place.dispose();
});

const reported = async () =>
  (await database.manager.find(reportedModelTable)).map((row) => row.digest).sort();

test('names of models are forgotten with the last of their results', async () => {
  const keep = keepResults(database, 60 * dayMs);
  const say = (name: string, at: string, seq: number) => {
    const entry = result(at, 0.5);
    const entries = [{ seq, ...entry, model: { ...entry.model, digest: name.repeat(64) } }];
    const body = readCounted({ journal: 'one', entries }, 'inference');
    return keep([{ deviceId: device('a'), receivedAt: new Date(at), body }]);
  };
  await say('a', '2026-11-27T10:00:00.000Z', 0);
  await say('b', '2026-09-01T10:00:00.000Z', 1);
  expect(await reported()).toEqual([digest, 'b'.repeat(64)]);
  const steady = { now: () => new Date('2026-11-27T12:00:00.000Z') };
  const retention = new TallyRetention({ database, steady, logger: silentLogger, tallyDays: 60 });
  await retention.pass(new AbortController().signal);
  expect(await reported()).toEqual([digest]);
});

test('what is deleted by age is found by it', async () => {
  const runner = database.createQueryRunner();
  const tables = ['device_quarter_tally', 'dataset_quarter_tally', 'rollout_quarter_tally'];
  const found = await runner.getTables(tables);
  await runner.release();
  expect(found.map(({ indices }) => indices.some(({ columnNames }) => columnNames[0] === 'at'))).toEqual([
    true,
    true,
    true,
  ]);
});
