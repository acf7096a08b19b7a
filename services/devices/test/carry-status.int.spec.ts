import { transaction, upsertMany } from '@tutti/database';
import { testDatabase } from '@tutti/testing';
import type { DataSource, QueryRunner } from 'typeorm';
import { expect, test } from 'vitest';
import { CarryStatus1795392000150 } from '../src/migrations/carry-status.migration';
import { unseen } from '../src/status/device-status.row';
import { deviceStatusTable } from '../src/status/device-status.table';
import { devicesMigrations, openDevicesDatabase } from '../src/storage/open-devices-database';

const earlier = devicesMigrations.filter((migration) => migration !== CarryStatus1795392000150);
const steps = ['addColumn', 'query', 'createIndex', 'dropIndex'];

/** Dies before the nth of its steps. */
const dyingAt = (nth: number) =>
  class extends CarryStatus1795392000150 {
    override async up(runner: QueryRunner): Promise<void> {
      let taken = 0;
      const dying = new Proxy(runner, {
        get: (target, name) => {
          const value: unknown = Reflect.get(target, name, target);
          if (typeof value !== 'function') return value;
          return (...given: unknown[]): unknown => {
            if (steps.includes(String(name)) && (taken += 1) === nth) throw new Error('killed');
            return Reflect.apply(value, target, given);
          };
        },
      });
      await super.up(dying);
    }
  };

const columns =
  'generation, id, serial, name, tags, lifecycle, hardware, os, agent_version, public_key, requested_at, version';

const model = { name: 'digits', version: 'v1.2', digest: 'f'.repeat(64), task: 'classification' } as const;

/** As older code left it: two devices, one of which was heard of. */
const fill = (database: DataSource): Promise<void> =>
  transaction(database, async (manager) => {
    for (const id of ['a', 'b'])
      await manager.query(
        `INSERT INTO device_list (${columns}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
        [...[1, id, id, id, '{"line":"1"}', 'registered', '{}', '{}', '0.1.0', 'U', 0, 1]],
      );
    const row = { ...unseen('b'), connectivity: 'offline', runtime: 'ready', model } as const;
    await upsertMany(manager, deviceStatusTable, [row], ['id']);
  });

const carried = async (database: DataSource): Promise<unknown> =>
  database.query(
    'SELECT id, connectivity, runtime, model, model_version, tag_bits FROM device_list ORDER BY id',
  );

const unheard = { connectivity: 'never', runtime: null, model: null, model_version: null, tag_bits: -1 };

test('older rows carry what telemetry says of them, wherever the migration was cut short before', async () => {
  for (let nth = 1, killed = true; killed; nth += 1) {
    await using place = Object.assign(await testDatabase(), {
      [Symbol.asyncDispose](this: { dispose(): Promise<void> }) {
        return this.dispose();
      },
    });
    const old = await openDevicesDatabase(place.url, earlier);
    await fill(old);
    await old.destroy();
    killed = await openDevicesDatabase(place.url, [...earlier, dyingAt(nth)]).then(
      async (database) => {
        await database.destroy();
        return false;
      },
      (error: unknown) => {
        expect(String(error)).toContain('killed');
        return true;
      },
    );
    const database = await openDevicesDatabase(place.url);
    expect(await carried(database)).toEqual([
      { ...unheard, id: 'a' },
      {
        id: 'b',
        connectivity: 'offline',
        runtime: 'ready',
        model: 'digits',
        model_version: 'v1.2',
        tag_bits: -1,
      },
    ]);
    const { upQueries } = await database.driver.createSchemaBuilder().log();
    expect(upQueries.filter(({ query }) => /ADD COLUMN|CREATE INDEX/.test(query))).toEqual([]);
    await database.destroy();
    if (!killed) expect(nth).toBeGreaterThan(11);
  }
});
