import { testDatabase, type TestDatabase } from '@tutti/testing';
import type { DataSource } from 'typeorm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSummaryDatabase } from '../src/storage/open-summary-database';
import { keepResults } from '../src/tally/keep-results';
import { deviceResultsOf, modelResultsOf } from '../src/tally/result-days';
import { countedJournalTable } from '../src/tally/result-tally.table';
import { readCounted } from '../src/tally/telemetry-batch';
import { device, digest, failure, result } from './day.fixture';

const dayMs = 86_400_000;
const [midnight, nextMidnight] = ['2026-11-27T00:00:00.000Z', '2026-11-28T00:00:00.000Z'];
const day = { from: Date.parse(midnight), to: Date.parse(nextMidnight) };
const [a, b] = [device('a'), device('b')];

let place: TestDatabase;
let database: DataSource;
let keep: ReturnType<typeof keepResults>;
beforeEach(async () => {
  place = await testDatabase();
  database = await openSummaryDatabase(place.url);
  keep = keepResults(database, 60 * dayMs);
});
afterEach(async () => {
  await database.destroy();
  await place.dispose();
});

const came = new Date('2026-11-27T12:00:00.000Z');
const message = (deviceId: string, entries: readonly object[], journal = 'one', receivedAt = came) => ({
  deviceId,
  receivedAt,
  body: readCounted({ journal, entries }, 'inference'),
});
const others = (kind: 'failure' | 'reported', deviceId: string, entries: readonly object[]) => ({
  deviceId,
  receivedAt: came,
  body: readCounted({ journal: 'one', entries }, kind),
});
const at = (seq: number, score = 0.5) => ({ seq, ...result('2026-11-27T10:00:00.000Z', score, 10) });
const counts = async (span = day) =>
  (await deviceResultsOf(database.manager, span)).map(({ deviceId, results, failures: failed }) => [
    deviceId,
    results,
    failed,
  ]);

test('what is sent again, in other portions and another order, counts once', async () => {
  await keep([message(a, [at(0), at(1)]), message(b, [at(0)])]);
  await keep([message(a, [at(5)]), message(a, [at(1), at(2)])]);
  await keep([message(a, [at(0), at(1), at(2), at(3), at(4), at(5)])]);
  expect(await counts()).toEqual([
    [a, 6, 0],
    [b, 1, 0],
  ]);
});

test('failures stand in the same journal; another journal is another one', async () => {
  await keep([message(a, [at(0), at(2)])]);
  const failed = others('failure', a, [{ seq: 1, ...failure('2026-11-27T10:00:00.000Z') }]);
  await keep([failed]);
  await keep([failed, message(a, [at(0)]), message(a, [at(0)], 'two')]);
  expect(await counts()).toEqual([[a, 3, 1]]);
});

test('what a device reports, and what breaks its schema, leaves no gap', async () => {
  await keep([message(a, [at(0), { ...at(1), score: 2 }, at(3)])]);
  await keep([others('reported', a, [{ seq: 2 }])]);
  expect(await counts()).toEqual([[a, 2, 0]]);
  expect(await database.manager.find(countedJournalTable)).toMatchObject([{ deviceId: a, ranges: [0, 3] }]);
});

test('a size that cannot be is none', async () => {
  const huge = { ...at(0), inputBytes: Number.MAX_SAFE_INTEGER };
  await keep([message(a, [huge, { ...huge, seq: 1 }, at(2)])]);
  expect(await modelResultsOf(database.manager, day)).toMatchObject([{ results: 3, volume: 10 }]);
});

test('a device that was offline: what happened yesterday counts for yesterday', async () => {
  const late = new Date('2026-11-28T15:00:00.000Z');
  await keep([message(a, [{ seq: 0, ...result('2026-11-27T23:59:59.999Z', 0.5) }], 'one', late)]);
  await keep([message(a, [{ seq: 1, ...result(nextMidnight, 0.5) }], 'one', late)]);
  expect(await counts()).toEqual([[a, 1, 0]]);
});

test.each([
  ['begins in 1970', '1970-01-01T00:00:07.000Z'],
  ['is a year ahead', '2027-11-27T10:00:00.000Z'],
])('a clock that %s says nothing: it counts when it came', async (_, time) => {
  await keep([message(a, [{ seq: 0, ...result(time, 0.5) }])]);
  expect(await counts()).toEqual([[a, 1, 0]]);
});

test('sums are exact: scores in millionths, each in its bin', async () => {
  await keep([message(a, [at(0, 0), at(1, 0.049_999), at(2, 0.05), at(3, 0.999_999), at(4, 1)])]);
  expect(await modelResultsOf(database.manager, day)).toMatchObject([
    { digest, results: 5, volume: 50, scoreSum: 2_099_998, bins: { bin0: 2, bin1: 1, bin18: 0, bin19: 2 } },
  ]);
});

test('an entry that breaks its schema costs that entry', async () => {
  await keep([message(a, [at(0), { ...at(1), score: 2 }, at(2)])]);
  expect(await counts()).toEqual([[a, 2, 0]]);
});
