import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { transaction, upsertMany } from '@tutti/database';
import {
  badgeSql,
  carryStatus,
  deviceGroupListProjection,
  deviceGroupListTable,
  deviceListProjection,
  deviceListTable,
  deviceStatusTable,
  DeviceView,
  openDevicesDatabase,
  SavedFilters,
  unseen,
  type DeviceRow,
  type DeviceStatusRow,
} from '@tutti/devices/testing';
import { bitsOfTags } from '@tutti/contracts/common';
import { PageTokens, type ListQuery } from '@tutti/service-kit';
import { startTestMariadb } from '@tutti/testing';
import type { DataSource } from 'typeorm';
import { report, type Figure } from './report';

/** Lists, filters and counts of a fleet as the console asks for them, against the same SQL by hand. */

const sizes = [10_000, 100_000];
const pageSize = 50;
const rounds = { least: 5, most: 20, ms: 700 };
const goalMs = 100;

const dir = await mkdtemp(join(tmpdir(), 'tutti-bench-'));
const mariadb = await startTestMariadb();
const tokens = new PageTokens('k'.repeat(32));
const day = Date.parse('2026-06-01T00:00:00Z');
const idOf = (n: number): string => `d${String(n).padStart(25, '0')}`;

const tagsOf = (n: number) => ({
  line: String(n % 7),
  building: `b${n % 90}`,
  camera: n % 2 === 0 ? 'front' : 'rear',
});

const device = (n: number): DeviceRow => ({
  id: idOf(n),
  serial: `SN-${n}`,
  name: `edge-${String((n * 7919) % 1_000_003).padStart(7, '0')}`,
  description: null,
  site: n % 9 === 0 ? null : `site-${n % 40}`,
  location: null,
  tags: tagsOf(n),
  tagBits: bitsOfTags(tagsOf(n)),
  lifecycle: n % 50 === 0 ? 'suspended' : n % 33 === 0 ? 'retired' : 'registered',
  hardware: { model: 'Jetson', arch: 'arm64', cpu: 'Cortex-A78AE', cores: 8, memoryBytes: 8e9 },
  os: { name: 'Linux', release: '6.6' },
  agentVersion: '0.1.0',
  note: null,
  publicKey: `U${'A'.repeat(55)}`,
  requestedAt: day + n,
  registeredAt: day + n,
  connection: 'online',
  waiting: null,
  settings: null,
  version: 2,
});

const status = (n: number): DeviceStatusRow => ({
  ...unseen(idOf(n)),
  journal: 'j',
  seq: n,
  at: day + n,
  lastSeenAt: day + n,
  seen: [day + n],
  runtime: n % 61 === 0 ? 'error' : n % 10 === 0 ? 'ready' : 'inferencing',
  model: { name: 'digits', version: `v1.${n % 3}`, digest: 'f'.repeat(64), task: 'classification' },
  agentVersion: '0.1.0',
  startedAt: day,
  connectivity: n % 20 === 0 ? 'offline' : 'online',
  connectivitySince: day,
  toldConnection: 'online',
});

const checkpoint = {
  ...{ generation: 1, version: 1, shape: 's', incarnation: 'i', position: 0, commitId: '', revision: 1 },
  ...{ sequence: 0, updatedAt: new Date(day) },
};

const begin = (database: DataSource): Promise<void> =>
  transaction(database, async (manager) => {
    for (const projection of [deviceListProjection, deviceGroupListProjection])
      await manager.insert('runtime_checkpoint', { ...checkpoint, name: `projection:${projection.name}` });
    const groups = Array.from({ length: 5 }, (_, n) => ({
      ...{ generation: 1, id: `group${n}`, name: `Line ${n}`, description: null, changedAt: day, version: 1 },
      filter: `tags.line==${n};tags.camera==front;lifecycle==registered`,
    }));
    await upsertMany(manager, deviceGroupListTable, groups, ['generation', 'id']);
  });

const fill = async (database: DataSource, from: number, to: number): Promise<void> => {
  for (let first = from; first < to; first += 2000)
    await transaction(database, async (manager) => {
      const numbers = Array.from({ length: 2000 }, (_, index) => first + index);
      const rows = numbers.map((n) => ({ ...device(n), generation: 1 }));
      await upsertMany(manager, deviceListTable, rows, ['generation', 'id']);
      const seen = numbers.filter((n) => n % 100 !== 1);
      await upsertMany(manager, deviceStatusTable, seen.map(status), ['id']);
      await carryStatus(manager, seen.map(idOf));
    });
};

interface Case {
  readonly name: string;
  readonly ours: () => Promise<unknown>;
  readonly byHand: () => Promise<unknown>;
}

const joined = 'FROM device_list r LEFT JOIN device_status s ON s.id = r.id WHERE r.generation = 1';
const badge = badgeSql('r.lifecycle', 'r.connectivity', 'r.runtime');

const casesOf = async (database: DataSource, size: number): Promise<readonly Case[]> => {
  const caughtUp = { waitFor: () => Promise.resolve() };
  const view = new DeviceView(database, caughtUp, new SavedFilters(database, caughtUp));
  const isMysql = database.options.type !== 'better-sqlite3';
  const tag = (key: string): string =>
    isMysql ? `JSON_VALUE(r.tags, '$.${key}')` : `JSON_EXTRACT(r.tags, '$.${key}')`;
  const select = (where: string, order = 'r.name, r.id'): Promise<unknown> =>
    database.query(`SELECT r.*, s.* ${joined} AND ${where} ORDER BY ${order} LIMIT ${pageSize + 1}`);
  const page = (query: ListQuery) => view.page({ pageSize, ...query }, 0, tokens);
  const listed = (name: string, q: string, where: string): Case => ({
    name,
    ours: () => page({ q }),
    byHand: () => select(where),
  });
  const member = "r.lifecycle = 'registered'";
  const group = `${tag('line')} = '3' AND ${tag('camera')} = 'front' AND ${member}`;
  const any = ['name', 'serial', 'site'];

  const middle = [...Array(size).keys()].map((n) => device(n)).sort((a, b) => (a.name < b.name ? -1 : 1))[
    size / 2
  ];
  if (!middle) throw new Error('There is no device in the middle');
  const pageToken = tokens.seal([middle.name, middle.id], ['devices', '', '']);
  return [
    { name: 'first page by name', ours: () => page({}), byHand: () => select('1 = 1') },
    {
      name: 'page in the middle',
      ours: () => page({ pageToken }),
      byHand: () =>
        select(`r.name >= '${middle.name}' AND (r.name > '${middle.name}' OR r.id > '${middle.id}')`),
    },
    {
      name: 'newest seen first',
      ours: () => page({ sort: 'lastSeenAt:DESC' }),
      byHand: () => select('1 = 1', 'COALESCE(s.last_seen_at, 0) DESC, r.id'),
    },
    {
      name: 'longest silent first',
      ours: () => page({ sort: 'lastSeenAt:ASC' }),
      byHand: () => select('1 = 1', 'COALESCE(s.last_seen_at, 0), r.id'),
    },
    {
      name: 'newest request first',
      ours: () => page({ sort: 'requestedAt:DESC' }),
      byHand: () => select('1 = 1', 'r.requested_at DESC, r.id'),
    },
    listed(
      'all that work',
      'connectivity==online;lifecycle==registered;runtime==inferencing',
      `r.connectivity = 'online' AND r.runtime = 'inferencing' AND ${member}`,
    ),
    listed('a model', 'model==digits;modelVersion==v1.2', "r.model = 'digits' AND r.model_version = 'v1.2'"),
    listed('a model that none has', 'model==none', "r.model = 'none'"),
    listed('a badge', 'badge==error', `${badge} = 'error'`),
    listed('a badge that none has', 'badge==requested', `${badge} = 'requested'`),
    listed('a tag', 'tags.building==b7', `${tag('building')} = 'b7'`),
    listed('a tag that none has', 'tags.building==none', `${tag('building')} = 'none'`),
    listed('a tag that begins so', 'tags.building==b7*', `LOWER(${tag('building')}) LIKE 'b7%'`),
    listed('a tag that none begins so', 'tags.building==none*', `LOWER(${tag('building')}) LIKE 'none%'`),
    listed('site and lifecycle', 'site==site-7;lifecycle==registered', `r.site = 'site-7' AND ${member}`),
    listed(
      'search, some match',
      any.map((field) => `${field}=like="*777*"`).join(','),
      `(${any.map((field) => `LOWER(r.${field}) LIKE '%777%'`).join(' OR ')})`,
    ),
    listed(
      'search, none matches',
      any.map((field) => `${field}=like="*nowhere*"`).join(','),
      `(${any.map((field) => `LOWER(r.${field}) LIKE '%nowhere%'`).join(' OR ')})`,
    ),
    {
      name: 'counts of badges',
      ours: () => view.counts(),
      byHand: () => database.query(`SELECT ${badge} AS badge, COUNT(*) AS count ${joined} GROUP BY 1`),
    },
    {
      name: 'page of a group',
      ours: () => view.page({ pageSize }, 0, tokens, { id: 'group3', version: 1 }),
      byHand: () => select(group),
    },
    {
      name: 'members of a group of half the fleet',
      ours: () => view.countEach(['tags.camera==front']),
      byHand: () => database.query(`SELECT COUNT(*) ${joined} AND ${tag('camera')} = 'front'`),
    },
    {
      name: 'members of a group',
      ours: () => view.countEach(['tags.line==3;tags.camera==front;lifecycle==registered']),
      byHand: () => database.query(`SELECT COUNT(*) ${joined} AND ${group}`),
    },
  ];
};

const took = async (work: () => Promise<unknown>): Promise<number> => {
  const started = performance.now();
  await work();
  return performance.now() - started;
};

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN;

/** In turns, so that what else the machine does falls on both. */
const measure = async (where: string, { name, ours, byHand }: Case): Promise<Figure[]> => {
  const [own, hand]: [number[], number[]] = [[], []];
  await ours();
  await byHand();
  const until = performance.now() + rounds.ms;
  while (own.length < rounds.least || (own.length < rounds.most && performance.now() < until)) {
    own.push(await took(ours));
    hand.push(await took(byHand));
  }
  const what = `${where}: ${name}`;
  return [
    { name: `${what}, p50`, value: quantile(own, 0.5), unit: 'ms' },
    { name: `${what}, p95`, value: quantile(own, 0.95), unit: 'ms', goal: `<=${goalMs}` },
    { name: `${what}, p50 / by hand`, value: quantile(own, 0.5) / quantile(hand, 0.5), unit: 'x' },
    { name: `${what}, p95 / by hand`, value: quantile(own, 0.95) / quantile(hand, 0.95), unit: 'x' },
  ];
};

const figures: Figure[] = [];
for (const [engine, url] of [
  ['SQLite', `sqlite:${join(dir, 'devices')}`],
  ['MariaDB', `${mariadb.url}/devices`],
] as const) {
  const database = await openDevicesDatabase(url);
  await begin(database);
  let filled = 0;
  for (const size of sizes) {
    await fill(database, filled, size);
    filled = size;
    for (const one of await casesOf(database, size))
      figures.push(...(await measure(`${engine}, ${size / 1000}k`, one)));
  }
  await database.destroy();
}
report('queries', figures);
await mariadb.stop();
await rm(dir, { recursive: true, force: true });
