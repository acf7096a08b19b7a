import { transaction, upsertMany } from '@tutti/database';
import type { Generated } from '@tutti/runtime';
import { listPage, PageTokens, type ListSpec } from '@tutti/service-kit';
import { testDatabase, type TestDatabase } from '@tutti/testing';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { carryStatus } from '../src/device/carried';
import type { DeviceRow } from '../src/device/device-list.projection';
import { deviceListTable } from '../src/device/device-list.table';
import { lastSeenSort } from '../src/device/last-seen';
import { unseen, type DeviceStatusRow } from '../src/status/device-status.row';
import { deviceStatusTable } from '../src/status/device-status.table';
import { openDevicesDatabase } from '../src/storage/open-devices-database';

type Joined = Generated<DeviceRow> & { readonly status?: DeviceStatusRow | null };

let place: TestDatabase;
let database: DataSource;
beforeAll(async () => {
  place = await testDatabase();
  database = await openDevicesDatabase(place.url);
});
afterAll(async () => {
  await database.destroy();
  await place.dispose();
});

const device = (id: string): Generated<DeviceRow> => ({
  ...{ generation: 1, id, serial: id, name: id, description: null, site: null, location: null, tags: {} },
  ...{
    tagBits: 0,
    hardware: { arch: 'x', cpu: 'x', cores: 1, memoryBytes: 1 },
    os: { name: 'x', release: 'x' },
  },
  ...{
    lifecycle: 'registered',
    agentVersion: '1',
    note: null,
    publicKey: 'U',
    requestedAt: 0,
    registeredAt: 0,
  },
  ...{ connection: null, waiting: null, settings: null, version: 1 },
});

/** When each device was last seen: null never, undefined when nothing is stored of it; and whether it was judged since. */
type Fleet = readonly { readonly at: number | null | undefined; readonly judged: boolean }[];

const store = (fleet: Fleet): Promise<void> =>
  transaction(database, async (manager) => {
    for (const table of [deviceListTable, deviceStatusTable]) await manager.deleteAll(table);
    const ids = fleet.map((_, n) => `d${n}`);
    await upsertMany(manager, deviceListTable, ids.map(device), ['generation', 'id']);
    const statuses = fleet.flatMap(({ at, judged }, n): DeviceStatusRow[] => {
      if (at === undefined) return [];
      const connectivity = judged && at !== null ? 'online' : 'never';
      return [{ ...unseen(`d${n}`), lastSeenAt: at, connectivity }];
    });
    await upsertMany(manager, deviceStatusTable, statuses, ['id']);
    await carryStatus(manager, ids);
  });

const tokens = new PageTokens('k'.repeat(32));

const walk = async (sort: string, pageSize: number, atOnce: number): Promise<readonly string[]> => {
  const spec: ListSpec<Joined> = {
    ...{ name: 'devices', fields: {}, defaultSort: [], narrowFirst: true },
    index: 'device_list_by_name_filtered',
    sorts: { lastSeenAt: lastSeenSort(database, atOnce) },
    unique: { column: 'row.id', value: ({ id }) => id, direction: 'ASC' },
  };
  const found: string[] = [];
  let pageToken = '';
  do {
    const rows = database
      .createQueryBuilder(deviceListTable, 'row')
      .leftJoinAndMapOne('row.status', 'device_status', 'status', 'status.id = row.id')
      .where('row.generation = 1');
    const page = await listPage<Joined>(rows, spec, { sort, pageSize, pageToken }, { tokens });
    found.push(...page.items.map(({ id }) => id));
    pageToken = page.nextPageToken;
  } while (pageToken !== '');
  return found;
};

const time = fc.option(fc.option(fc.integer({ min: 1, max: 5 })), { nil: undefined });

test('devices are ordered by the time at which they were last seen, however few are looked at first', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ at: time, judged: fc.boolean() }), { maxLength: 10 }),
      fc.constantFrom('ASC', 'DESC'),
      fc.integer({ min: 1, max: 4 }),
      fc.integer({ min: 0, max: 4 }),
      async (fleet, direction, pageSize, atOnce) => {
        await store(fleet);
        const sign = direction === 'ASC' ? 1 : -1;
        const expected = fleet
          .map(({ at }, n) => ({ id: `d${n}`, at: at ?? 0 }))
          .sort((a, b) => (a.at - b.at) * sign || (a.id < b.id ? -1 : 1));
        expect(await walk(`lastSeenAt:${direction}`, pageSize, atOnce)).toEqual(expected.map(({ id }) => id));
      },
    ),
    { numRuns: 100 },
  );
});
