import { mkdtemp, rm } from 'node:fs/promises';
import { DatabaseSync, type SQLInputValue } from 'node:sqlite';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { DeviceEvent } from '@tutti/contracts/devices';
import { JetStreamEventLog } from '@tutti/event-store';
import { systemClock, type Commit, type Recorded } from '@tutti/kernel';
import { ProjectionRunner, silentLogger } from '@tutti/runtime';
import { startTestMariadb, startTestNats } from '@tutti/testing';
import { createConnection } from 'mysql2/promise';
import type { DataSource } from 'typeorm';
import { v7 as uuid } from 'uuid';
import {
  deviceListProjection,
  deviceListTable,
  openDevicesDatabase,
  type DeviceRow,
} from '@tutti/devices/testing';
import { perSecond, report } from './report';

/**
 * How fast a projection catches up from JetStream, against multi-row upserts by hand of the rows that 500 commits after
 * 500 commits lead to. The projection itself writes fewer: while commits wait it folds on, and a row is written once.
 */

const events = 100_000;
const devices = 10_000;
const lanes = 64;
const batchSize = 500;

const dir = await mkdtemp(join(tmpdir(), 'tutti-bench-'));
const nats = await startTestNats({ syncInterval: '10s' });
const mariadb = await startTestMariadb();
const log = await JetStreamEventLog.open(await nats.connect('devices'));

const introduction = {
  publicKey: `U${'A'.repeat(55)}`,
  hardware: { model: 'Jetson', arch: 'arm64', cpu: 'Cortex-A78AE', cores: 8, memoryBytes: 8e9 },
  os: { name: 'Linux', release: '6.6' },
  agentVersion: '0.1.0',
};
const alphabet = 'abcdefghijklmnopqrstuvwxyz234567';
const idOf = (device: number): string =>
  [...device.toString(32).padStart(26, '0')].map((digit) => alphabet[parseInt(digit, 32)]).join('');

/** The nth event of a device: it asks, is accepted, and then its tags change. */
const eventOf = (device: number, nth: number): DeviceEvent => {
  if (nth === 0) return { type: 'DeviceRequested', data: { serial: `SN-${device}`, ...introduction } };
  const tags = { site: `site-${device % 40}`, line: String(nth) };
  if (nth === 1)
    return {
      type: 'DeviceRegistered',
      data: { name: `edge-${device}`, publicKey: introduction.publicKey, site: `site-${device % 40}`, tags },
    };
  return { type: 'DeviceTagged', data: { tags } };
};

const newest = new Map<number, number>();
for (let nth = 0; nth < events / devices; nth += 1)
  await perSecond(devices, lanes, async (device) => {
    const [position = 0] = await log.append([
      {
        ...{ id: uuid(), context: 'devices', aggregate: 'device', aggregateId: idOf(device) },
        ...{ expected: newest.get(device) ?? 0, time: new Date(), metadata: {} },
        events: [{ event: eventOf(device, nth), aggregateVersion: nth + 1 }],
      },
    ]);
    newest.set(device, position);
  });

const commits: Commit[] = [];
while (commits.length < events) {
  const after = commits.at(-1)?.position ?? 0;
  commits.push(...(await log.page({ subjects: deviceListProjection.subjects, after, limit: 1000 })));
}

/** What transactions of 500 commits each would write. */
const batches: DeviceRow[][] = [];
const rows = new Map<string, DeviceRow>();
for (let from = 0; from < commits.length; from += batchSize) {
  const touched = new Set<string>();
  for (const event of commits.slice(from, from + batchSize).flatMap((commit) => commit.events)) {
    const row = deviceListProjection.project(rows.get(event.aggregateId), event as Recorded<DeviceEvent>);
    if (row) rows.set(row.id, row);
    touched.add(event.aggregateId);
  }
  batches.push([...touched].flatMap((id) => rows.get(id) ?? []));
}

const columns = [
  ...[
    'generation',
    'id',
    'serial',
    'name',
    'description',
    'site',
    'location',
    'tags',
    'tag_bits',
    'lifecycle',
    'hardware',
  ],
  ...[
    'os',
    'agent_version',
    'note',
    'public_key',
    'requested_at',
    'registered_at',
    'connection',
    'waiting',
    'version',
  ],
];
const json = (value: unknown): string | null => (value === null ? null : JSON.stringify(value));
const valuesOf = (row: DeviceRow): (string | number | null)[] => [
  ...[1, row.id, row.serial, row.name, row.description, row.site, json(row.location), json(row.tags)],
  ...[
    row.tagBits,
    row.lifecycle,
    json(row.hardware),
    json(row.os),
    row.agentVersion,
    row.note,
    row.publicKey,
  ],
  ...[row.requestedAt, row.registeredAt, row.connection, json(row.waiting), row.version],
];
const head = `INSERT INTO device_list (${columns.join(', ')}) VALUES `;
const changed = columns.slice(2);

const seconds = async (work: () => Promise<void>): Promise<number> => {
  const started = performance.now();
  await work();
  return (performance.now() - started) / 1000;
};

const rawSqlite = async (file: string): Promise<number> => {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL');
  const tuple = `(${columns.map(() => '?').join(', ')})`;
  const tail = ` ON CONFLICT (generation, id) DO UPDATE SET ${changed.map((c) => `${c} = excluded.${c}`).join(', ')}`;
  const sqlOf = (count: number): string => head + Array(count).fill(tuple).join(', ') + tail;
  const full = database.prepare(sqlOf(batchSize));
  const taken = await seconds(async () => {
    for (const batch of batches) {
      const statement = batch.length === batchSize ? full : database.prepare(sqlOf(batch.length));
      const parameters: SQLInputValue[] = batch.flatMap(valuesOf);
      database.exec('BEGIN IMMEDIATE');
      statement.run(...parameters);
      database.exec('COMMIT');
      await new Promise(setImmediate);
    }
  });
  database.close();
  return taken;
};

const rawMariadb = async (url: string): Promise<number> => {
  const connection = await createConnection(url);
  const tail = ` ON DUPLICATE KEY UPDATE ${changed.map((c) => `${c} = VALUES(${c})`).join(', ')}`;
  const taken = await seconds(async () => {
    for (const batch of batches) {
      await connection.beginTransaction();
      await connection.query(`${head}?${tail}`, [batch.map(valuesOf)]);
      await connection.commit();
    }
  });
  await connection.end();
  return taken;
};

const projected = async (database: DataSource): Promise<number> => {
  const runner = new ProjectionRunner({
    ...{ log, database, projection: deviceListProjection, table: deviceListTable, replicaId: 'bench' },
    ...{ clock: systemClock, logger: silentLogger, maxBatch: batchSize, waitMs: 600_000 },
  });
  const last = await log.lastPosition(deviceListProjection.subjects);
  const taken = await seconds(async () => {
    runner.start();
    await runner.waitFor(last);
  });
  await runner.stop();
  const count = await database.getRepository(deviceListTable).count();
  if (count !== devices) throw new Error(`${count} rows, ${devices} were expected`);
  return taken;
};

const onBoth = [
  {
    name: 'SQLite',
    url: (file: string) => `sqlite:${join(dir, file)}`,
    raw: (file: string) => rawSqlite(join(dir, file)),
  },
  {
    name: 'MariaDB',
    url: (name: string) => `${mariadb.url}/${name}`,
    raw: (name: string) => rawMariadb(`${mariadb.url}/${name}`),
  },
];

const figures = [];
for (const { name, url, raw } of onBoth) {
  await (await openDevicesDatabase(url('raw'))).destroy();
  const byHand = await raw('raw');
  const database = await openDevicesDatabase(url('projected'));
  const caughtUp = await projected(database);
  await database.destroy();
  figures.push(
    { name: `${name}: multi-row upserts by hand`, value: events / byHand, unit: 'events/s' },
    { name: `${name}: catch-up from JetStream`, value: events / caughtUp, unit: 'events/s' },
    { name: `${name}: catch-up / by hand`, value: byHand / caughtUp, unit: 'x', goal: '>=0.5' },
  );
}
report('projection', figures);
await mariadb.stop();
await nats.stop();
await rm(dir, { recursive: true, force: true });
