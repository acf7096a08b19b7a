import type { NotificationEvent } from '@tutti/contracts/summary';
import { Aggregates, MemoryEventLog, MemorySnapshotStore } from '@tutti/event-store';
import { silentLogger } from '@tutti/runtime';
import { testDatabase, type TestDatabase } from '@tutti/testing';
import { transaction, upsertMany } from '@tutti/database';
import fc from 'fast-check';
import type { DataSource } from 'typeorm';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openSummaryDatabase } from '../../storage/open-summary-database';
import { Causes } from './causes';
import { Notifier } from './notifier';
import type { Tell } from './tell.process';
import { causeTable, matterTable } from './tell.table';
import { usualTellRules as rules } from './tell-rules';

/** Stands still until the test says otherwise. */
class StillClock {
  #now = Date.parse('2026-11-27T08:00:00.000Z');

  now(): Date {
    return new Date(this.#now);
  }

  advance(ms: number): void {
    this.#now += ms;
  }
}

let place: TestDatabase;
let database: DataSource;
let log: MemoryEventLog;
let clock: StillClock;

beforeEach(async () => {
  place = await testDatabase();
  database = await openSummaryDatabase(place.url);
  log = new MemoryEventLog();
  clock = new StillClock();
});
afterEach(async () => {
  await database.destroy();
  await place.dispose();
});

const aggregates = () => new Aggregates(log, new MemorySnapshotStore(), { clock });
const notifier = (of = aggregates()) =>
  new Notifier({ database, aggregates: of, clock, logger: silentLogger, workspace: 'seoul', rules });
const pass = (of?: Aggregates) => notifier(of).pass(new AbortController().signal);

const warning = (device: string, matter?: string): Tell => ({
  type: 'Tell',
  code: 'score.warning',
  source: { id: device, name: device },
  at: clock.now().toISOString(),
  info: { lowest: 0.2 },
  ...(matter === undefined ? {} : { matter }),
});
const offline = (device: string): Tell => ({
  ...warning(device),
  code: 'connectivity.device-offline',
  info: { lastSeenAt: clock.now().toISOString() },
});
const add = (id: string, tell: Tell) => new Causes(database, clock).add([{ id, tell }]);

const said = async (): Promise<readonly (NotificationEvent & { readonly id: string })[]> => {
  const commits = await log.page({ subjects: ['evt.summary.notification.*'], after: 0, limit: 1000 });
  return commits.flatMap(({ events }) =>
    events.map(({ event, aggregateId: id }) => ({ ...(event as NotificationEvent), id })),
  );
};
const types = async () => (await said()).map(({ type }) => type);
const settled = async () => {
  clock.advance(rules.settleMs);
  await pass();
};

test('a cause is told once, whoever brings it again', async () => {
  await add('one', warning('line-1'));
  await pass();
  expect(await said()).toEqual([]);
  await settled();
  await add('one', warning('line-1'));
  clock.advance(rules.longestGapMs);
  await pass();
  expect(await said()).toMatchObject([
    {
      type: 'NotificationRaised',
      data: { level: 'warning', category: 'score', source: { kind: 'device', name: 'line-1' } },
    },
  ]);
});

test('what happens again is told again later, with all that it happened to', async () => {
  await add('one', warning('line-1', 'lids'));
  await settled();
  for (const n of [2, 3, 4]) await add(`${n}`, warning(`line-${n}`, 'lids'));
  await pass();
  expect(await types()).toEqual(['NotificationRaised']);
  clock.advance(rules.gapMs);
  await pass();
  const [raised, repeated] = await said();
  expect(repeated?.id).toBe(raised?.id);
  expect(repeated).toMatchObject({
    type: 'NotificationRepeated',
    data: { count: 4, others: ['line-2', 'line-3', 'line-4'] },
  });
});

test('what comes after an hour of quiet is a notification of its own', async () => {
  await add('one', warning('line-1'));
  await settled();
  clock.advance(rules.quietMs);
  await add('two', warning('line-1'));
  await settled();
  expect(await types()).toEqual(['NotificationRaised', 'NotificationRaised']);
});

test('a few edges that go offline are told one by one, many are one that grows', async () => {
  for (const n of [1, 2]) await add(`few ${n}`, offline(`few-${n}`));
  await settled();
  expect((await said()).map(({ data }) => 'code' in data && data.code)).toEqual([
    'connectivity.device-offline',
    'connectivity.device-offline',
  ]);
  for (let n = 0; n < 40; n++) await add(`many ${n}`, offline(`line-${n}`));
  await settled();
  for (const n of [1, 2, 3]) await add(`later ${n}`, offline(`later-${n}`));
  clock.advance(rules.gapMs);
  await pass();
  expect((await said()).slice(2)).toMatchObject([
    {
      type: 'NotificationRaised',
      data: {
        code: 'connectivity.devices-offline',
        level: 'critical',
        source: { kind: 'workspace', name: 'seoul' },
        info: { devices: 40, names: expect.stringContaining('line-1') as string },
      },
    },
    {
      type: 'NotificationRepeated',
      data: { count: 43, info: { devices: 43 }, others: ['later-1', 'later-2', 'later-3'] },
    },
  ]);
});

test('one edge that comes and goes twenty times is no outage of many', async () => {
  for (let n = 0; n < 20; n++) {
    await add(`${n}`, offline('line-1'));
    await settled();
    clock.advance(12 * 60_000);
    await pass();
  }
  const all = await said();
  expect(all[0]).toMatchObject({ data: { code: 'connectivity.device-offline' } });
  expect(new Set(all.map(({ id }) => id)).size).toBe(1);
});

test('five edges that go offline twice within ten minutes are five', async () => {
  const five = async (name: string) => {
    for (let n = 0; n < 5; n++) await add(`${name} ${n}`, offline(`line-${n}`));
    await settled();
  };
  await five('first');
  clock.advance(5 * 60_000);
  await five('second');
  expect(await said()).toMatchObject([
    { type: 'NotificationRaised', data: { info: { devices: 5 } } },
    { type: 'NotificationRepeated', data: { info: { devices: 5 } } },
  ]);
});

test('a second outage within the hour is critical anew, and counts its own edges', async () => {
  const outage = async (name: string) => {
    for (let n = 0; n < 5; n++) await add(`${name} ${n}`, offline(`line-${n}`));
    await settled();
  };
  await outage('first');
  clock.advance(50 * 60_000);
  await outage('second');
  const raised = { type: 'NotificationRaised', data: { level: 'critical', info: { devices: 5 } } };
  const both = await said();
  expect(both).toMatchObject([raised, raised]);
  expect(both[0]?.id).not.toBe(both[1]?.id);
});

test('five hundred that wait for their next telling do not keep back what is new', async () => {
  const now = clock.now().getTime();
  const times = { raisedAt: now, lastAt: now, toldAt: now, repeats: 9, count: 9 };
  const matters = Array.from({ length: 500 }, (_, n) => ({
    ...{ id: `score.warning line-${n}`, notificationId: `${n}`, code: 'score.warning' as const },
    ...times,
  }));
  await transaction(database, (manager) => upsertMany(manager, matterTable, matters, ['id']));
  for (let n = 0; n < 500; n++) await add(`${n}`, warning(`line-${n}`));
  clock.advance(1000);
  for (let n = 0; n < 5; n++) await add(`edge ${n}`, offline(`edge-${n}`));
  await settled();
  expect(await said()).toMatchObject([{ data: { code: 'connectivity.devices-offline' } }]);
});

test('what is counted up for an hour goes on afterwards: it was never quiet', async () => {
  const causes = new Causes(database, clock);
  const fails = (n: number) => causes.add([{ id: `${n}`, tell: warning('line-1'), joins: true }]);
  for (let n = 0; n < 600; n++) {
    await fails(n);
    clock.advance(60_000);
    await pass();
  }
  const all = await said();
  expect(all.filter(({ type }) => type === 'NotificationRaised')).toHaveLength(1);
  expect(all.at(-1)).toMatchObject({ id: all[0]?.id, type: 'NotificationRepeated' });
  expect(all.length).toBeLessThan(20);
});

/** Writes, and dies before it hears of it. */
class DyingAggregates extends Aggregates {
  override async handle<State, Command, Event extends { type: string; data: unknown }>(
    ...args: Parameters<typeof Aggregates.prototype.handle<State, Command, Event>>
  ): Promise<never> {
    await super.handle(...args);
    throw new Error('killed');
  }
}

test('a kill between saying it and remembering it doubles nothing, first or again', async () => {
  const dying = () => new DyingAggregates(log, new MemorySnapshotStore(), { clock });
  await add('one', warning('line-1'));
  clock.advance(rules.settleMs);
  await expect(pass(dying())).rejects.toThrow();
  await pass();
  await add('two', warning('line-1'));
  clock.advance(rules.gapMs);
  await expect(pass(dying())).rejects.toThrow();
  await add('three', warning('line-1'));
  await pass();
  expect(await said()).toMatchObject([
    { type: 'NotificationRaised' },
    { type: 'NotificationRepeated', data: { count: 2 } },
  ]);
});

test('a lost database does not raise again what was raised', async () => {
  await add('one', warning('line-1'));
  await settled();
  await database.destroy();
  await place.dispose();
  place = await testDatabase();
  database = await openSummaryDatabase(place.url);
  await add('one', warning('line-1'));
  await settled();
  expect(await types()).toEqual(['NotificationRaised']);
});

test('what is older than an hour by the time that it is noticed is told to nobody', async () => {
  const tell = warning('line-1');
  clock.advance(rules.quietMs + 1);
  await add('old', tell);
  await settled();
  expect(await said()).toEqual([]);
});

test('in whatever order and however often causes come, each counts once, and telling ends', () =>
  fc.assert(
    fc.asyncProperty(
      fc.array(
        fc.record({
          cause: fc.integer({ min: 0, max: 12 }),
          seconds: fc.integer({ min: 0, max: 90 }),
          passes: fc.boolean(),
        }),
        { maxLength: 30 },
      ),
      async (history) => {
        log = new MemoryEventLog();
        await transaction(database, async (manager) => {
          for (const table of [causeTable, matterTable])
            await manager.createQueryBuilder().delete().from(table).execute();
        });
        for (const { cause, seconds, passes } of history) {
          await add(`${cause}`, warning(`line-${cause % 3}`, `matter-${cause % 2}`));
          clock.advance(seconds * 1000);
          if (passes) await pass();
        }
        for (let n = 0; n < 8; n++) {
          clock.advance(rules.longestGapMs);
          await pass();
        }
        const counts = new Map((await said()).map(({ id, data }) => [id, 'count' in data ? data.count : 1]));
        const causes = new Set(history.map(({ cause }) => cause));
        expect([...counts.values()].reduce((sum, count) => sum + count, 0)).toBe(causes.size);
        const { length } = await said();
        clock.advance(rules.longestGapMs);
        await pass();
        expect(await said()).toHaveLength(length);
      },
    ),
    { numRuns: 25 },
  ));
