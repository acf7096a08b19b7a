import type { FailureEntry, VitalsEntry } from '@tutti/contracts/devices';
import { transaction } from '@tutti/database';
import { testDatabase, type TestDatabase } from '@tutti/testing';
import type { DataSource } from 'typeorm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSummaryDatabase } from '../../storage/open-summary-database';
import { Causes } from '../tell/causes';
import { causeTable } from '../tell/tell.table';
import { DiskWatch, readDisk } from './disk-watch';
import { FailureWatch, readFailures } from './failure-watch';

const receivedAt = new Date('2026-11-27T08:00:00.000Z');
const clock = { now: () => receivedAt };
const names = (ids: ReadonlySet<string>) =>
  Promise.resolve(new Map([...ids].filter((id) => id !== 'stranger').map((id) => [id, `name of ${id}`])));

let place: TestDatabase;
let database: DataSource;
let causes: Causes;
beforeEach(async () => {
  place = await testDatabase();
  database = await openSummaryDatabase(place.url);
  causes = new Causes(database, clock);
});
afterEach(async () => {
  await database.destroy();
  await place.dispose();
});

const told = async () => {
  const rows = await database.manager.find(causeTable, { order: { at: 'ASC', source: 'ASC' } });
  return rows.map(({ tell, times }) => ({ ...tell, times }));
};

const gibibyte = 1024 ** 3;
const vitals = (freeShare: number): VitalsEntry => ({
  ...{ seq: 1, at: receivedAt.toISOString(), cpu: 0, memoryUsedBytes: 1, memoryTotalBytes: 2 },
  ...{ diskTotalBytes: 100 * gibibyte, diskUsedBytes: Math.round((1 - freeShare) * 100 * gibibyte) },
  ...{ temperatureCelsius: null, networkRxBytesPerSecond: 0, networkTxBytesPerSecond: 0 },
  ...{ uptimeSeconds: 1, agentMemoryBytes: 1 },
});

test('a disk is told of once when it is almost full, and again only after there was room', async () => {
  const watch = new DiskWatch(database, causes, names);
  let minute = 0;
  const says = async (share: number, deviceId = 'one') => {
    minute += 1;
    const body = readDisk({ journal: 'j', entries: [vitals(0.5), vitals(share)] });
    await watch.store([{ deviceId, receivedAt: new Date(receivedAt.getTime() + minute * 60_000), body }]);
  };
  for (const share of [0.2, 0.09, 0.11, 0.09, 0.14]) await says(share);
  expect(await told()).toMatchObject([
    {
      code: 'system.disk-low',
      source: { id: 'one', name: 'name of one' },
      info: { freeBytes: 9 * gibibyte, totalBytes: 100 * gibibyte },
    },
  ]);
  for (const share of [0.16, 0.04]) await says(share);
  expect(await told()).toMatchObject([{}, { level: 'critical' }]);
  await says(0.01, 'stranger');
  expect(await told()).toHaveLength(2);
});

test('a disk that fills up as disks do is told of again, as critical, when next to nothing is free', async () => {
  const watch = new DiskWatch(database, causes, names);
  let minute = 0;
  for (const share of [0.09, 0.06, 0.049, 0.06, 0.03, 0.2, 0.049]) {
    minute += 1;
    const body = readDisk({ journal: 'j', entries: [vitals(share)] });
    const message = {
      ...{ deviceId: 'one', body },
      receivedAt: new Date(receivedAt.getTime() + minute * 60_000),
    };
    for (let times = 0; times < 2; times += 1) await watch.store([message]);
  }
  const levels = (await told()).map(({ level = 'warning' }) => level);
  expect(levels).toEqual(['warning', 'critical', 'critical']);
  const matters = (await database.manager.find(causeTable)).map(({ matter }) => matter);
  expect(new Set(matters)).toEqual(new Set(['system.disk-low one', 'system.disk-low one critical']));
});

const failure = (seq: number): FailureEntry => ({
  ...{ seq, at: receivedAt.toISOString(), type: 'decode', message: `No picture ${seq}.`, inputFile: 'a.jpg' },
  model: null,
});

test('a disk that was full while nobody looked is told of by what it says now', async () => {
  const watch = new DiskWatch(database, causes, names);
  const says = (minute: number) =>
    watch.store([
      {
        deviceId: 'one',
        receivedAt: new Date(receivedAt.getTime() + minute * 60_000),
        body: readDisk({ journal: 'j', entries: [vitals(0.04)] }),
      },
    ]);
  await says(-90);
  expect(await told()).toEqual([]);
  await says(0);
  await says(1);
  expect(await told()).toMatchObject([{ code: 'system.disk-low', level: 'critical' }]);
});

test('failures of an edge are counted up in one row until they are told', async () => {
  const watch = new FailureWatch(causes, names);
  const message = (deviceId: string, ...entries: readonly unknown[]) => ({
    ...{ deviceId, receivedAt },
    body: readFailures({ journal: 'j', entries }),
  });
  for (let seq = 1; seq <= 20; seq++) await watch.store([message('one', failure(seq))]);
  await watch.store([message('two', failure(1)), message('stranger', failure(1))]);
  expect(await told()).toMatchObject([
    { times: 20, source: { id: 'one' }, info: { message: 'No picture 20.' } },
    { times: 1, source: { id: 'two' } },
  ]);
  await transaction(database, (manager) => manager.update(causeTable, { source: 'one' }, { batch: 'told' }));
  await watch.store([message('one', failure(20)), message('one', failure(21))]);
  await watch.store([message('one', failure(22))]);
  expect((await told()).map(({ times, source }) => [source.id, times]).sort()).toEqual([
    ['one', 20],
    ['one', 3],
    ['two', 1],
  ]);
});
