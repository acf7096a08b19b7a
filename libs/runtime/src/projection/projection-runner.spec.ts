import fc from 'fast-check';
import type { EventLog } from '@tutti/event-store';
import { DomainError, type Projection } from '@tutti/kernel';
import type { DataSource } from 'typeorm';
import { describe, expect, it, vi } from 'vitest';
import {
  added,
  append,
  broken,
  failAt,
  handClock,
  memoryLog,
  named,
  removed,
  type CounterEvent,
} from '../runtime.fixture';
import { silentLogger } from '../support/logger';
import {
  counterFile,
  counterFold,
  counterProjection,
  counterRows,
  counterRunner,
  counterTable,
  type CounterRow,
  type CounterRunner,
  type CounterRunnerOptions,
} from './counter.fixture';

type Runner = CounterRunner;
type Options = CounterRunnerOptions;

const until = (condition: () => unknown): Promise<unknown> =>
  vi.waitUntil(condition, { timeout: 5000, interval: 2 });

const aHistory = fc.array(
  fc.tuple(
    fc.constantFrom('a', 'b', 'c', 'ignored'),
    fc.array(
      fc.oneof(fc.integer({ min: -5, max: 5 }).map(added), fc.constant(named('x')), fc.constant(removed)),
      {
        minLength: 1,
        maxLength: 3,
      },
    ),
  ),
  { maxLength: 25 },
);

describe('ProjectionRunner', () => {
  it('equals the fold of its log, whatever the cut into batches', async () => {
    await fc.assert(
      fc.asyncProperty(
        aHistory,
        fc.integer({ min: 1, max: 7 }),
        fc.nat(),
        async (history, maxBatch, live) => {
          await using target = await counterFile();
          const log = memoryLog();
          const database = await target.open();
          const before = history.length === 0 ? 0 : live % history.length;
          let last = 0;
          for (const [id, events] of history.slice(0, before)) last = await append(log, id, events);
          const projecting = counterRunner(log, database, { maxBatch });
          projecting.start();
          await projecting.waitFor(last);
          for (const [id, events] of history.slice(before)) last = await append(log, id, events);
          await projecting.waitFor(last);
          expect(await counterRows(database)).toEqual(await counterFold(log));
          await projecting.stop();
        },
      ),
      { numRuns: 25 },
    );
  });

  it('goes on where it was, and takes nothing in twice', async () => {
    await using target = await counterFile();
    const log = memoryLog();
    const database = await target.open();
    for (let round = 1; round <= 3; round += 1) {
      const position = await append(log, 'a', [added(round), added(round)]);
      const projecting = counterRunner(log, database);
      projecting.start();
      await projecting.waitFor(position);
      await projecting.stop();
      expect(await counterRows(database)).toEqual(await counterFold(log));
    }
    expect((await counterRows(database))[0]?.total).toBe(12);
  });

  it('reports what it does as plain data', async () => {
    await using target = await counterFile();
    const log = memoryLog();
    const projecting = counterRunner(log, await target.open());
    expect(projecting.status()).toMatchObject({ phase: 'idle', ready: false, leader: false });
    const position = await append(log, 'a', [added(1)]);
    projecting.start();
    await until(() => projecting.status().ready);
    expect(projecting.status()).toEqual({
      kind: 'projection',
      name: 'counters',
      phase: 'leading',
      leader: true,
      ready: true,
      generation: 1,
      position,
      lag: 0,
      error: null,
      trouble: null,
    });
    await projecting.stop();
    expect(projecting.status()).toMatchObject({ phase: 'stopped', ready: false });
  });

  it('is ready on an empty log', async () => {
    await using target = await counterFile();
    const projecting = counterRunner(memoryLog(), await target.open());
    projecting.start();
    await until(() => projecting.status().ready);
    await projecting.stop();
  });
});

describe('ProjectionRunner.waitFor', () => {
  it('wakes one that rests, which then takes in together what has come meanwhile', async () => {
    await using target = await counterFile();
    const log = memoryLog();
    const batches: number[] = [];
    const projecting = counterRunner(log, await target.open(), {
      restMs: 3_600_000,
      around: (_, commits, work) => {
        batches.push(commits.length);
        return work();
      },
    });
    projecting.start();
    await append(log, 'a', [added(1)]);
    await until(() => projecting.status().position === 1);
    let last = 0;
    for (let n = 0; n < 20; n += 1) last = await append(log, 'a', [added(1)]);
    expect(projecting.status().position).toBe(1);
    await projecting.waitFor(last);
    expect(batches.length).toBeLessThan(5);
    await projecting.stop();
  });

  it('does not wait for commits that do not concern it', async () => {
    await using target = await counterFile();
    const log = memoryLog();
    const projecting = counterRunner(log, await target.open());
    projecting.start();
    await append(log, 'a', [added(1)]);
    await projecting.waitFor(await append(log, 'x', [added(1)], 'other'));
    // The rows are there a moment before the runner knows of it.
    await until(() => projecting.status().position === 1);
    await projecting.stop();
  });

  it('gives up with projection.behind', async () => {
    await using target = await counterFile();
    const log = memoryLog();
    const idle = counterRunner(log, await target.open(), { waitMs: 30 });
    const position = await append(log, 'a', [added(1)]);
    const refusal = await idle.waitFor(position).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(DomainError);
    expect(refusal).toMatchObject({
      code: 'projection.behind',
      kind: 'unavailable',
      params: { reached: 0, position },
    });
  });

  it('works on a replica that follows', async () => {
    await using target = await counterFile();
    const log = memoryLog();
    const leading = counterRunner(log, await target.open());
    leading.start();
    await until(() => leading.status().leader);
    const database = await target.open();
    const following = counterRunner(log, database, { replicaId: 'b' });
    following.start();
    await until(() => following.status().phase === 'following' && following.status().ready);
    await following.waitFor(await append(log, 'a', [added(7)]));
    expect(await counterRows(database)).toMatchObject([{ id: 'a', total: 7 }]);
    await Promise.all([leading.stop(), following.stop()]);
  });
});

describe('Two replicas of a projection', () => {
  it('apply every event once and in order while the lease changes hands', async () => {
    await using target = await counterFile();
    const log = memoryLog();
    const clock = handClock();
    const { steady } = clock;
    const [first, second] = [await target.open(), await target.open()];
    const replicas = [
      counterRunner(log, first, { clock, steady, maxBatch: 2 }),
      counterRunner(log, second, { clock, steady, maxBatch: 2, replicaId: 'b' }),
    ];
    for (const replica of replicas) replica.start();
    let position = 0;
    for (let round = 0; round < 60; round += 1) {
      position = await append(log, 'abc'[round % 3] ?? 'a', [added(1), named(String(round))]);
      // The holder never notices that its time is over; the other one takes the lease as soon as it looks.
      if (round % 10 === 0) clock.advance(2000);
    }
    await Promise.all(replicas.map((replica) => replica.waitFor(position)));
    expect(await counterRows(first)).toEqual(await counterFold(log));
    await Promise.all(replicas.map((replica) => replica.stop()));
  });

  it.each([
    ['that knows no rows yet', 1],
    ['that knows the rows of batches before', 3],
  ])('void the batch of the one whose lease was stolen in the middle of it, %s', async (_, voided) => {
    await using target = await counterFile();
    const log = memoryLog();
    const [first, second] = [await target.open(), await target.open()];
    for (let n = 1; n <= 4; n += 1) await append(log, 'a', [added(1)]);
    const slow = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const fenced = Promise.withResolvers<void>();
    const debug = (__: object, message: string): void => {
      if (message.includes('another replica moved the checkpoint')) fenced.resolve();
    };
    const stalled = counterRunner(log, first, {
      ...{ leaseMs: 60_000, logger: { ...silentLogger, debug } },
      maxBatch: 1,
      around: async (__, commits, work) => {
        if (commits[0]?.position === voided) {
          reached.resolve();
          await slow.promise;
        }
        return work();
      },
    });
    stalled.start();
    await reached.promise;
    const thief = counterRunner(log, second, { leaseMs: 100, replicaId: 'b' });
    thief.start();
    const position = await append(log, 'a', [added(1)]);
    await thief.waitFor(position);
    slow.resolve();
    await fenced.promise;
    await stalled.waitFor(await append(log, 'a', [added(1)]));
    expect(await counterRows(first)).toEqual(await counterFold(log));
    expect((await counterRows(first))[0]?.total).toBe(6);
    await Promise.all([stalled.stop(), thief.stop()]);
  });

  it('hand over at once when the holder stops', async () => {
    await using target = await counterFile();
    const log = memoryLog();
    const holder = counterRunner(log, await target.open(), { leaseMs: 60_000 });
    holder.start();
    await until(() => holder.status().leader);
    const heir = counterRunner(log, await target.open(), { leaseMs: 60_000, replicaId: 'b' });
    heir.start();
    await until(() => heir.status().phase === 'following');
    await holder.stop();
    await until(() => heir.status().leader);
    await heir.stop();
  });
});

describe('A projection whose database fails', () => {
  it.each([
    ['before the checkpoint', 'BEFORE UPDATE ON runtime_checkpoint'],
    ['at a row', 'BEFORE INSERT ON counter_list'],
    ['after a row', 'AFTER INSERT ON counter_list'],
  ])('%s loses nothing and doubles nothing', async (_, moment) => {
    await using target = await counterFile();
    const log = memoryLog();
    const database = await target.open();
    const projecting = counterRunner(log, database, { maxBatch: 2 });
    projecting.start();
    await projecting.waitFor(await append(log, 'a', [added(1)]));
    const repair = await failAt(database, moment);
    for (let i = 0; i < 5; i += 1) await append(log, 'ba'[i % 2] ?? 'a', [added(1)]);
    await until(() => projecting.status().error?.includes('disk on fire'));
    expect(projecting.status()).toMatchObject({ ready: false, position: 1 });
    expect(await counterRows(database)).toMatchObject([{ id: 'a', total: 1 }]);
    await repair();
    await projecting.waitFor(6);
    expect(await counterRows(database)).toEqual(await counterFold(log));
    await until(() => projecting.status().error === null);
    await projecting.stop();
  });
});

describe('A projection that cannot take an event in', () => {
  it('says so, stays where it was, and goes on when its code can', async () => {
    await using target = await counterFile();
    const log = memoryLog();
    const database = await target.open();
    await append(log, 'a', [added(1)]);
    const poison = await append(log, 'b', [broken]);
    const failing = counterRunner(log, database, { maxBatch: 1, waitMs: 50 });
    failing.start();
    await until(() => failing.status().phase === 'failing');
    expect(failing.status()).toMatchObject({
      ready: false,
      position: 1,
      error: `counters at position ${poison} (CounterBroken): cannot be projected`,
    });
    await expect(failing.waitFor(poison)).rejects.toMatchObject({ code: 'projection.behind' });
    await failing.stop();
    const repaired: Projection<CounterRow, CounterEvent> = {
      ...counterProjection,
      project: (row, recorded) =>
        recorded.event.type === 'CounterBroken' ? row : counterProjection.project(row, recorded),
    };
    const fixed = counterRunner(log, database, { projection: repaired });
    fixed.start();
    await fixed.waitFor(poison);
    expect(await counterRows(database)).toMatchObject([{ id: 'a', total: 1 }]);
    await fixed.stop();
  });

  it('refuses a row that is not the one of its key', async () => {
    await using target = await counterFile();
    const log = memoryLog();
    const wrong = { ...counterProjection, key: () => 'elsewhere' };
    const failing = counterRunner(log, await target.open(), { projection: wrong });
    await append(log, 'a', [added(1)]);
    failing.start();
    await until(() => failing.status().error?.includes('is not its key elsewhere'));
    await failing.stop();
  });
});

describe('The generation of a projection', () => {
  const project = async (
    log: EventLog,
    database: DataSource,
    changes: Partial<Options> = {},
  ): Promise<Runner> => {
    const projecting = counterRunner(log, database, changes);
    projecting.start();
    await projecting.waitFor(await log.lastPosition(counterProjection.subjects));
    await until(() => projecting.status().ready);
    return projecting;
  };
  const doubled = (version: number): Projection<CounterRow, CounterEvent> => ({
    ...counterProjection,
    version,
    project: (row, recorded) => {
      const next = counterProjection.project(row, recorded);
      return next && recorded.event.type === 'CounterAdded'
        ? { ...next, total: next.total + recorded.event.data.by }
        : next;
    },
  });

  it('is a new one for newer code; older code does not write any more', async () => {
    await using target = await counterFile();
    const log = memoryLog();
    const database = await target.open();
    await append(log, 'a', [added(1)]);
    await (await project(log, database)).stop();
    const newer = await project(log, database, { projection: doubled(2) });
    expect(newer.status().generation).toBe(2);
    expect(await counterRows(database)).toMatchObject([{ total: 2 }]);
    await until(async () => (await database.getRepository(counterTable).count()) === 1);
    await newer.stop();
    const older = counterRunner(log, database);
    older.start();
    await until(() => older.status().phase === 'stopped');
    expect(older.status()).toMatchObject({
      ready: false,
      error: 'counters: version 2 wrote last, this code is version 1',
      trouble: { kind: 'newer-code', position: null, service: null },
    });
    const heir = await project(log, database, { projection: doubled(2), replicaId: 'b' });
    expect(heir.status().generation).toBe(2);
    await Promise.all([older.stop(), heir.stop()]);
  });

  it('fences older code that is in the middle of a batch when newer code begins', async () => {
    await using target = await counterFile();
    const log = memoryLog();
    const [first, second] = [await target.open(), await target.open()];
    await append(log, 'a', [added(1)]);
    const slow = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const older = counterRunner(log, first, {
      leaseMs: 60_000,
      around: async (_, __, work) => {
        reached.resolve();
        await slow.promise;
        return work();
      },
    });
    older.start();
    await reached.promise;
    const newer = await project(log, second, { leaseMs: 100, replicaId: 'b', projection: doubled(2) });
    slow.resolve();
    await newer.stop();
    await until(() => older.status().phase === 'stopped');
    expect(await counterRows(first)).toMatchObject([{ total: 2 }]);
    await older.stop();
  });

  it('is a new one when it handles other events', async () => {
    await using target = await counterFile();
    const log = memoryLog();
    const database = await target.open();
    await append(log, 'a', [added(1), named('x')]);
    const fewer = { ...counterProjection, handles: ['CounterAdded'] as const };
    await (await project(log, database, { projection: fewer })).stop();
    expect(await counterRows(database)).toMatchObject([{ name: null }]);
    const all = await project(log, database);
    expect(all.status().generation).toBe(2);
    expect(await counterRows(database)).toEqual(await counterFold(log));
    await all.stop();
  });

  it.each([
    ['another incarnation', () => memoryLog()],
    ['an older copy of the log', () => memoryLog('11111111-1111-4111-8111-111111111111')],
  ])('is a new one on %s', async (_, replacement) => {
    await using target = await counterFile();
    const log = memoryLog('11111111-1111-4111-8111-111111111111');
    const database = await target.open();
    await append(log, 'a', [added(1)]);
    await append(log, 'b', [added(2)]);
    await (await project(log, database)).stop();
    const other = replacement();
    await append(other, 'c', [added(3)]);
    const again = await project(other, database);
    await until(() => again.status().ready);
    expect(again.status().generation).toBe(2);
    expect(await counterRows(database)).toEqual(await counterFold(other));
    await again.stop();
  });

  it('stays when the log is the same', async () => {
    await using target = await counterFile();
    const log = memoryLog();
    const database = await target.open();
    await append(log, 'a', [added(1)]);
    await (await project(log, database)).stop();
    const again = await project(log, database);
    expect(again.status().generation).toBe(1);
    await again.stop();
  });
});
