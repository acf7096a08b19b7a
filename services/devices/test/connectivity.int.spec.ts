import type { Device } from '@tutti/contracts/devices';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { transaction, upsertMany } from '@tutti/database';
import { testDatabase, type TestDatabase } from '@tutti/testing';
import type { DataSource } from 'typeorm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { ConnectivityJudge } from '../src/connectivity/connectivity-judge';
import { unseen, type DeviceStatusRow } from '../src/status/device-status.row';
import { deviceStatusTable } from '../src/status/device-status.table';
import { openDevicesDatabase } from '../src/storage/open-devices-database';
import { Fleet, hasty } from './fleet.fixture';

const rules = {
  heartbeatMs: 5_000,
  staleAfterMs: 15_000,
  offlineAfterMs: 45_000,
  confirmations: 2,
  fleetShare: 0.5,
  holdMs: 120_000,
};
const at = (seconds: number): number => 1_767_225_600_000 + seconds * 1000;

describe('judging a fleet', () => {
  let place: TestDatabase;
  let database: DataSource;
  let judge: ConnectivityJudge;
  beforeEach(async () => {
    place = await testDatabase();
    database = await openDevicesDatabase(place.url);
    judge = new ConnectivityJudge(database, rules);
  });
  afterEach(async () => {
    await database.destroy();
    await place.dispose();
  });

  const seen = (ids: readonly string[], ...seconds: readonly number[]): Promise<void> =>
    transaction(database, async (manager) => {
      for (const id of ids) {
        const row: DeviceStatusRow = (await manager.findOneBy(deviceStatusTable, { id })) ?? unseen(id);
        const times = [...row.seen, ...seconds.map(at)].slice(-3);
        await upsertMany(
          manager,
          deviceStatusTable,
          [{ ...row, seen: times, lastSeenAt: times.at(-1) ?? null }],
          ['id'],
        );
      }
    });
  const pass = (seconds: number, since = 0): Promise<number> =>
    judge.pass({ watermark: at(seconds), watchedSince: at(since) });
  const statuses = async (): Promise<readonly string[]> =>
    (await database.manager.find(deviceStatusTable, { order: { id: 'ASC' } })).map((row) => row.connectivity);

  test('follows single devices', async () => {
    await seen(['a', 'b'], 90, 95, 100);
    await pass(100);
    expect(await statuses()).toEqual(['online', 'online']);
    await seen(['a'], 105, 110, 115);
    await pass(116);
    expect(await statuses()).toEqual(['online', 'stale']);
    await seen(['a'], 140, 145);
    await pass(146);
    expect(await statuses()).toEqual(['online', 'offline']);
    await seen(['b'], 147);
    await pass(147);
    expect(await statuses()).toEqual(['online', 'offline']);
    await seen(['b'], 152);
    await pass(152);
    expect(await statuses()).toEqual(['online', 'online']);
  });

  test('holds still when most of the fleet vanishes at once, but not for ever', async () => {
    const all = ['a', 'b', 'c', 'd'];
    await seen(all, 90, 95);
    await seen(['a'], 100);
    await seen(['b'], 101);
    await seen(['c'], 102);
    await seen(['d'], 103);
    await pass(104);
    for (const seconds of [112, 115, 116, 118, 150, 200, 230]) expect(await pass(seconds)).toBe(0);
    expect(await statuses()).toEqual(all.map(() => 'online'));
    await pass(240);
    expect(await statuses()).toEqual(all.map(() => 'offline'));
  });

  test('lets those of a held fleet that come back be online', async () => {
    await seen(['a', 'b', 'c'], 90, 95, 100);
    await pass(100);
    await pass(130);
    await seen(['a', 'b', 'c'], 131, 136);
    await pass(137);
    expect(await statuses()).toEqual(['online', 'online', 'online']);
  });

  test('says nothing about time that nobody watched', async () => {
    await seen(['a'], 90, 95, 100);
    await pass(100);
    await pass(1000, 1000);
    expect(await statuses()).toEqual(['online']);
    await pass(1044, 1000);
    expect(await statuses()).toEqual(['stale']);
    await pass(1045, 1000);
    expect(await statuses()).toEqual(['offline']);
  });
});

describe('a device on the wire', () => {
  let fleet: Fleet;
  beforeAll(async () => {
    fleet = await Fleet.start({ settings: hasty });
  });
  afterAll(() => fleet.stop());

  const typesOf = async (device: { readonly id: string }): Promise<readonly string[]> => {
    const { items } = await fleet.ok<{ items: LoggedEvent[] }>(`GET /devices/${device.id}/events`);
    return items.map(({ type }) => type.replace('tutti.devices.', ''));
  };

  test('goes stale, offline and comes back; the log hears of it damped', async () => {
    const device = await fleet.registered('SN-link');
    const connection = await device.connect();
    const beat = () => device.publish(connection, 'heartbeat', [device.heartbeat()]);
    const becomes = (connectivity: Device['connectivity']) =>
      fleet.eventually(async () => expect(await fleet.show(device)).toMatchObject({ connectivity }));
    await beat();
    await becomes('online');
    await becomes('stale');
    await becomes('offline');
    expect(await fleet.show(device)).toMatchObject({ badge: 'disconnected' });
    await fleet.eventually(async () => expect((await typesOf(device))[0]).toBe('DeviceWentOffline'));
    const beating = setInterval(() => void beat(), 300);
    await becomes('online');
    await fleet.eventually(async () =>
      expect(await typesOf(device)).toEqual([
        'DeviceWentOnline',
        'DeviceWentOffline',
        'DeviceWentOnline',
        'DeviceRegistered',
        'DeviceRequested',
      ]),
    );
    clearInterval(beating);
    const events = await fleet.ok<{ items: LoggedEvent[] }>(`GET /devices/${device.id}/events`);
    const offlineAt = events.items[1]?.position;
    expect(await fleet.ok(`GET /devices/${device.id}?asOf=${offlineAt}`)).toMatchObject({
      connectivity: 'offline',
    });
    await connection.close();
  });

  test('is on record although another one cannot be told of', async () => {
    const { database } = fleet.devices.parts.base;
    const stray: DeviceStatusRow = {
      ...unseen('no id'),
      lastSeenAt: 1,
      seen: [1],
      connectivity: 'offline',
      connectivitySince: 1,
      toldConnection: 'online',
    };
    await transaction(database, (manager) => upsertMany(manager, deviceStatusTable, [stray], ['id']));
    const device = await fleet.registered('SN-beside');
    const connection = await device.connect();
    await device.publish(connection, 'heartbeat', [device.heartbeat()]);
    await fleet.eventually(async () => expect((await typesOf(device))[0]).toBe('DeviceWentOnline'));
    await connection.close();
    await transaction(database, (manager) => manager.delete(deviceStatusTable, { id: stray.id }));
  });

  test('that is faulty for a while is on record once', async () => {
    const device = await fleet.registered('SN-faulty');
    const connection = await device.connect();
    const error = { type: 'model', message: 'cannot be loaded' };
    const beating = setInterval(
      () => void device.publish(connection, 'heartbeat', [device.heartbeat({ runtime: 'error', error })]),
      300,
    );
    await fleet.eventually(async () =>
      expect(await fleet.show(device)).toMatchObject({ badge: 'error', error }),
    );
    await fleet.eventually(async () => expect(await typesOf(device)).toContain('DeviceFaulted'));
    const seenAt = Date.now();
    const { intake } = fleet.devices.parts;
    await fleet.eventually(() => expect(intake.watermark()?.getTime()).toBeGreaterThan(seenAt + 2000));
    expect((await typesOf(device)).filter((type) => type === 'DeviceFaulted')).toHaveLength(1);
    clearInterval(beating);
    await connection.close();
  });
});
