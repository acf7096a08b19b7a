import { transaction } from '@tutti/database';
import { testDatabase, type TestDatabase } from '@tutti/testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openTrainingDatabase } from '../src/storage/open-training-database';
import { streamResultTable } from '../src/trigger/stream-result.table';
import { StreamResults } from '../src/trigger/stream-results';

let place: TestDatabase;
let database: DataSource;
beforeAll(async () => {
  place = await testDatabase();
  database = await openTrainingDatabase(place.url);
});
afterAll(async () => {
  await database.destroy();
  await place.dispose();
});

test('a device that names a model for each result stops nobody from counting', async () => {
  const receivedAt = new Date('2026-11-27T03:00:00Z');
  const body = Array.from({ length: 70_000 }, (_, n) => ({
    at: receivedAt.toISOString(),
    score: 0.5,
    model: {
      digest: n.toString(16).padStart(64, '0'),
      name: 'x',
      version: 'v1',
      task: 'classification' as const,
    },
    boxes: [],
  }));
  const of = { body, receivedAt, deviceId: 'a'.repeat(26) };
  await expect(new StreamResults(database).store([of])).resolves.toBeUndefined();
});

test('minutes of a stream are added up, those after a time', async () => {
  const streamId = '0191e5a0-0000-7000-8000-000000000001';
  const minute = (at: number, results: number, of = streamId) => ({ streamId: of, at, results, warnings: 1 });
  const rows = [
    minute(60_000, 100),
    minute(120_000, 2),
    minute(180_000, 3),
    minute(180_000, 100, '0191e5a0-0000-7000-8000-000000000002'),
  ];
  await transaction(database, (manager) => manager.insert(streamResultTable, rows));
  const results = new StreamResults(database);
  expect(await results.since(streamId, 60_000)).toEqual({ results: 5, warnings: 2 });
  expect(await results.since(streamId, 180_000)).toEqual({ results: 0, warnings: 0 });
});
