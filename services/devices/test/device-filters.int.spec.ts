import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderBlobStore } from '@tutti/blob-store';
import type { Device, DeviceEvent, RuntimeStatus } from '@tutti/contracts/devices';
import { transaction } from '@tutti/database';
import { MemoryEventLog } from '@tutti/event-store';
import { systemClock } from '@tutti/kernel';
import { ProjectionRunner, silentLogger } from '@tutti/runtime';
import { PageTokens } from '@tutti/service-kit';
import { testDatabase, type TestDatabase } from '@tutti/testing';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { ConnectivityJudge } from '../src/connectivity/connectivity-judge';
import { DeviceView } from '../src/device/device.view';
import { SavedFilters } from '../src/device-group/saved-filters';
import { devicesReadModels } from '../src/open-projections';
import { RetentionSweeper } from '../src/retention/retention-sweeper';
import { usualSettings } from '../src/index';
import { openDevicesDatabase } from '../src/storage/open-devices-database';
import { keepArrivals } from '../src/telemetry/keep-arrivals';

const start = Date.parse('2026-06-01T00:00:00Z');
const rules = {
  ...{ heartbeatMs: 5_000, staleAfterMs: 15_000, offlineAfterMs: 45_000 },
  ...{ confirmations: 1, fleetShare: 1, holdMs: 0 },
};
const idOf = (n: number): string => `${'a'.repeat(25)}${'abcdefghij'[n] ?? ''}`;

const key = `U${'A'.repeat(55)}`;
const introduction = {
  publicKey: key,
  hardware: { arch: 'x64', cpu: 'Atom', cores: 4, memoryBytes: 4e9 },
  os: { name: 'Debian', release: '12' },
  agentVersion: '0.1.0',
};
const sites = ['seoul', 'Busan', '서울'];
const tagTexts = ['', 'b7', 'B7', '"', '\\', '":"', 'a":"b', '서울', "o'brien", '}', ','];
const tags = fc.dictionary(fc.constantFrom('line', 'building', 'b-1.x'), fc.constantFrom(...tagTexts));
const runtimes: readonly RuntimeStatus[] = ['no_stream', 'deploying', 'ready', 'inferencing', 'error'];

type Step =
  | { readonly kind: 'event'; readonly device: number; readonly event: DeviceEvent }
  | {
      readonly kind: 'beat';
      readonly device: number;
      readonly runtime: RuntimeStatus;
      readonly model: string | null;
    }
  | { readonly kind: 'silence'; readonly seconds: number }
  | { readonly kind: 'rebuild' | 'sweep' };

const device = fc.nat(7);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('beat' as const),
      device,
      runtime: fc.constantFrom(...runtimes),
      model: fc.constantFrom(null, 'digits', 'Digits'),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('silence' as const), seconds: fc.constantFrom(1, 16, 46) }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('rebuild' as const, 'sweep' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('event' as const),
      device,
      event: fc.oneof(
        tags.map((all): DeviceEvent => ({ type: 'DeviceTagged', data: { tags: all } })),
        fc.constantFrom<DeviceEvent>(
          { type: 'DeviceSuspended', data: {} },
          { type: 'DeviceResumed', data: {} },
          { type: 'DeviceRetired', data: {} },
          { type: 'DeviceRequested', data: { serial: 'SN-again', ...introduction } },
          { type: 'DeviceRegistered', data: { name: 'again', publicKey: key, tags: { line: '' } } },
        ),
      ),
    }),
  },
);

/** A comparison of the language, and what it means of a device as people see it. */
interface Meant {
  readonly q: string;
  readonly holds: (device: Device) => boolean;
}
const quoted = (text: string): string => `"${text.replaceAll(/["\\]/g, '\\$&')}"`;
const compared = (
  selector: string,
  value: string,
  of: (device: Device) => string | null,
): fc.Arbitrary<Meant> =>
  fc.constantFrom<Meant>(
    { q: `${selector}==${quoted(value)}`, holds: (one) => of(one) === value },
    { q: `${selector}!=${quoted(value)}`, holds: (one) => of(one) !== value },
    { q: `${selector}=in=(${quoted(value)})`, holds: (one) => of(one) === value },
  );
const badges = [
  'requested',
  'retired',
  'suspended',
  'disconnected',
  'error',
  'no-stream',
  'ready',
  'inferencing',
];
const comparison: fc.Arbitrary<Meant> = fc.oneof(
  fc.constantFrom(...badges).chain((value) => compared('badge', value, ({ badge }) => badge)),
  fc
    .constantFrom('online', 'stale', 'offline', 'never')
    .chain((value) => compared('connectivity', value, ({ connectivity }) => connectivity)),
  fc.constantFrom(...runtimes).chain((value) => compared('runtime', value, ({ runtime }) => runtime)),
  fc
    .constantFrom('requested', 'registered', 'suspended', 'retired')
    .chain((value) => compared('lifecycle', value, ({ lifecycle }) => lifecycle)),
  fc
    .constantFrom('digits', 'none')
    .chain((value) => compared('model', value, ({ model }) => model?.name ?? null)),
  compared('modelVersion', 'v1.0', ({ model }) => model?.version ?? null),
  fc.constantFrom(...sites).chain((value) => compared('site', value, ({ site }) => site)),
  fc
    .tuple(fc.constantFrom('line', 'building', 'b-1.x', 'none'), fc.constantFrom(...tagTexts))
    .chain(([name, value]) => compared(`tags.${name}`, value, (one) => one.tags[name] ?? null)),
  fc
    .constantFrom('line', 'building', 'none')
    .chain((name) =>
      fc.constantFrom<Meant>(
        { q: `tags==${name}`, holds: (one) => name in one.tags },
        { q: `tags!=${name}`, holds: (one) => !(name in one.tags) },
        { q: `tags.${name}==b*`, holds: (one) => /^b/i.test(one.tags[name] ?? '') },
      ),
    ),
);
const filter: fc.Arbitrary<Meant> = fc
  .tuple(fc.array(comparison, { minLength: 1, maxLength: 3 }), fc.boolean())
  .map(([all, both]) => ({
    q: all.map(({ q }) => q).join(both ? ';' : ','),
    holds: (one) => (both ? all.every(({ holds }) => holds(one)) : all.some(({ holds }) => holds(one))),
  }));

let place: TestDatabase;
let database: DataSource;
let dir: string;
let blobs: FolderBlobStore;
beforeEach(async () => {
  place = await testDatabase();
  database = await openDevicesDatabase(place.url);
  dir = await mkdtemp(join(tmpdir(), 'tutti-filters-'));
  blobs = await FolderBlobStore.open(dir);
});
afterEach(async () => {
  await database.destroy();
  await place.dispose();
  await rm(dir, { recursive: true });
});

const tokens = new PageTokens('k'.repeat(32));

/** A fleet of eight with its log, its telemetry and its clock. */
class History {
  readonly log = new MemoryEventLog();
  readonly judge = new ConnectivityJudge(database, rules);
  readonly runner = new ProjectionRunner({
    ...{ log: this.log, database, ...devicesReadModels.devices, replicaId: 'one' },
    ...{ clock: systemClock, logger: silentLogger, pollMs: 5, maxBatch: 3 },
  });
  readonly sweeper = new RetentionSweeper({
    ...{ database, blobs, clock: systemClock, logger: silentLogger },
    rules: usualSettings.retention,
  });
  readonly view = new DeviceView(
    database,
    this.runner,
    new SavedFilters(database, { waitFor: () => Promise.resolve() }),
  );
  #now = start;
  #seq = 0;

  async append(n: number, ...events: readonly DeviceEvent[]): Promise<void> {
    const expected = await this.log.lastPosition([`evt.devices.device.${idOf(n)}`]);
    await this.log.append([
      {
        ...{ id: randomUUID(), context: 'devices', aggregate: 'device', aggregateId: idOf(n), expected },
        ...{ time: new Date(this.#now), metadata: {} },
        events: events.map((event, index) => ({ event, aggregateVersion: expected + index + 1 })),
      },
    ]);
  }

  async take(step: Step): Promise<void> {
    switch (step.kind) {
      case 'event':
        return this.append(step.device, step.event);
      case 'beat':
        return this.#beat(idOf(step.device), step.runtime, step.model);
      case 'silence':
        this.#now += step.seconds * 1000;
        await this.judge.pass({ watermark: this.#now, watchedSince: start });
        return;
      case 'sweep':
        await this.caughtUp();
        return this.sweeper.pass(new AbortController().signal);
      case 'rebuild':
        await this.caughtUp();
        await this.runner.rebuild('somebody');
        return;
    }
  }

  async caughtUp(): Promise<number> {
    const last = await this.log.lastPosition(devicesReadModels.devices.projection.subjects);
    await this.runner.waitFor(last);
    return last;
  }

  /** No rebuild runs any more. */
  async settled(): Promise<void> {
    await vi.waitUntil(async () => (await this.runner.report()).rebuild?.state !== 'running', 10_000);
  }

  async list(q?: string): Promise<readonly Device[]> {
    const found: Device[] = [];
    let pageToken = '';
    do {
      const page = await this.view.page({ q, pageSize: 3, pageToken }, 0, tokens);
      found.push(...page.items);
      pageToken = page.nextPageToken;
    } while (pageToken !== '');
    return found;
  }

  async #beat(deviceId: string, runtime: RuntimeStatus, name: string | null): Promise<void> {
    this.#now += 1000;
    this.#seq += 1;
    const at = new Date(this.#now).toISOString();
    const model =
      name === null
        ? null
        : { name, version: `v${this.#seq % 2}.0`, digest: 'f'.repeat(64), task: 'classification' as const };
    const entry = {
      ...{ seq: this.#seq, at, runtime, model, agentVersion: '1', startedAt: at, error: null },
      backlog: { entries: 0, bytes: 0, dropped: 0 },
    };
    await transaction(database, (manager) =>
      keepArrivals.heartbeat(manager, [{ deviceId, journal: 'j', receivedAt: this.#now, entry }]),
    );
  }
}

test('whatever happens to a fleet, filters and counts say what its devices show', async () => {
  const steps = fc.array(step, { minLength: 5, maxLength: 40 });
  const filters = fc.array(filter, { minLength: 12, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(steps, filters, async (happened, asked) => {
      await wipe();
      const history = new History();
      history.runner.start();
      try {
        for (let n = 0; n < 7; n += 1) {
          const site = sites[n % 4];
          await history.append(n, { type: 'DeviceRequested', data: { serial: `SN-${n}`, ...introduction } });
          const data = {
            name: `edge-${n}`,
            publicKey: key,
            tags: { line: String(n % 2) },
            ...(site ? { site } : {}),
          };
          if (n !== 3) await history.append(n, { type: 'DeviceRegistered', data });
        }
        for (const one of happened) await history.take(one);
        await history.caughtUp();
        await history.settled();
        const all = await history.list();
        expect(all.length).toBeGreaterThanOrEqual(7);
        for (const { q, holds } of asked) expect([q, await history.list(q)]).toEqual([q, all.filter(holds)]);
        expect(await history.view.countEach(asked.map(({ q }) => q))).toEqual(
          asked.map(({ holds }) => all.filter(holds).length),
        );
        const groups = (['badge', 'connectivity', 'runtime'] as const).flatMap((field) =>
          [...Map.groupBy(all, (one) => one[field])]
            .filter(([value]) => value !== null)
            .map(([value, of]) => ({ q: `${field}==${value}`, count: of.length })),
        );
        expect(await history.view.countEach(groups.map(({ q }) => q))).toEqual(
          groups.map(({ count }) => count),
        );
        const badges = Map.groupBy(all, ({ badge }) => badge);
        expect(await history.view.counts()).toEqual({
          total: all.length,
          badges: Object.fromEntries([...badges].map(([badge, of]) => [badge, of.length])),
        });
      } finally {
        await history.runner.stop();
      }
    }),
    { numRuns: 25 },
  );
});

/** As if it were opened for the first time. */
const wipe = (): Promise<void> =>
  transaction(database, async (manager) => {
    for (const table of ['device_list', 'device_status', 'runtime_checkpoint', 'runtime_rebuild'])
      await manager.query(`DELETE FROM ${table}`);
  });
