import { Aggregates, MemoryEventLog, MemorySnapshotStore } from '@tutti/event-store';
import { transaction, upsertMany } from '@tutti/database';
import { testDatabase, type TestDatabase } from '@tutti/testing';
import type { DataSource } from 'typeorm';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openDevicesDatabase } from '../src/storage/open-devices-database';
import { WarningReporter } from '../src/warning/warning-reporter';
import { warningTable, type WarningRow } from '../src/warning/warning.table';

const minute = 60_000;
const begun = 1_767_225_600_000;
const rules = { gatherMs: minute, pauseMs: 60 * minute, mostPerDevice: 3 };
const device = (letter: string): string => letter.repeat(26);
const [hostile, plain, broken] = [device('a'), device('b'), device('c')];

let place: TestDatabase;
let database: DataSource;
let log: MemoryEventLog;
let reporter: WarningReporter;

beforeEach(async () => {
  place = await testDatabase();
  database = await openDevicesDatabase(place.url);
  log = new MemoryEventLog();
  reporter = new WarningReporter(database, new Aggregates(log, new MemorySnapshotStore()), rules);
  for (const id of [hostile, plain, broken]) await register(id);
});
afterEach(async () => {
  await database.destroy();
  await place.dispose();
});

const register = (id: string): Promise<unknown> =>
  log.append([
    {
      ...{ id: `made-${id}`, context: 'devices', aggregate: 'device', aggregateId: id },
      ...{ expected: 0, time: new Date(begun), metadata: {} },
      events: [
        { event: { type: 'DeviceRequested', data: asked(id) }, aggregateVersion: 1 },
        { event: { type: 'DeviceRegistered', data: accepted(id) }, aggregateVersion: 2 },
      ],
    },
  ]);
const publicKey = `U${'A'.repeat(55)}`;
const asked = (serial: string): object => ({
  ...{ serial, publicKey, agentVersion: '0.1.0' },
  hardware: { model: 'm', arch: 'arm64', cpu: 'c', cores: 1, memoryBytes: 1 },
  os: { name: 'Linux', release: '6' },
});
const accepted = (name: string): object => ({ name, publicKey, tags: {} });

const gathered = (deviceId: string, model: string, since: number): WarningRow => ({
  ...{ deviceId, model, modelVersion: 'v1', results: 2, lowest: 0.1, below: 0.5 },
  ...{ since, until: since, telling: null, toldAt: null },
});
const gather = (...rows: readonly WarningRow[]): Promise<void> =>
  transaction(database, (manager) =>
    upsertMany(manager, warningTable, rows, ['deviceId', 'model', 'modelVersion']),
  );
const toldOf = async (id: string): Promise<readonly string[]> => {
  const commits = await log.load(`evt.devices.device.${id}`, 0);
  return commits
    .flatMap(({ events }) => events)
    .filter(({ event }) => event.type === 'DeviceWarned')
    .map(({ event }) => (event.data as { readonly model: string }).model);
};

describe('telling of warnings', () => {
  test('a device that names ever new models is told of so often and no more; others are told of beside it', async () => {
    const names = Array.from({ length: 20 }, (_, n) => `m${String(n).padStart(2, '0')}`);
    await gather(...names.map((name, n) => gathered(hostile, name, begun + n)));
    await gather(gathered(plain, 'digits', begun + 100));
    for (const after of [2, 3, 4]) await reporter.pass(begun + after * minute);
    expect(await toldOf(hostile)).toEqual(names.slice(0, 3));
    expect(await toldOf(plain)).toEqual(['digits']);
    await reporter.pass(begun + 70 * minute);
    expect(await toldOf(hostile)).toEqual(names.slice(0, 6));
  });

  test('one that cannot be told of keeps no other waiting', async () => {
    // No event can say that.
    await gather({ ...gathered(broken, 'digits', begun), below: 5 }, gathered(plain, 'digits', begun + 1));
    await expect(reporter.pass(begun + 2 * minute)).rejects.toThrow(AggregateError);
    expect(await toldOf(plain)).toEqual(['digits']);
  });

  test('models of which nothing is to be told are forgotten after the pause', async () => {
    await gather(gathered(plain, 'digits', begun));
    await reporter.pass(begun + 2 * minute);
    await reporter.forgetIdle(begun + 3 * minute);
    expect(await database.manager.count(warningTable)).toBe(1);
    await gather(gathered(plain, 'lids', begun + 60 * minute));
    await reporter.forgetIdle(begun + 70 * minute);
    expect((await database.manager.find(warningTable)).map(({ model }) => model)).toEqual(['lids']);
  });
});
