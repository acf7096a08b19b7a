import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { transaction } from '@tutti/database';
import type { EventLog, TailOptions } from '@tutti/event-store';
import type { Projection } from '@tutti/kernel';
import type { DataSource } from 'typeorm';
import { describe, expect, it, vi } from 'vitest';
import { added, append, failAt, memoryLog, named, removed, type CounterEvent } from '../runtime.fixture';
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
import { deadRanges } from './sweep';

type Runner = CounterRunner;

const generationsOf = async (database: DataSource): Promise<number[]> => {
  const rows = await database.getRepository(counterTable).find();
  return [...new Set(rows.map(({ generation }) => generation))].sort();
};

const until = (condition: () => unknown): Promise<unknown> =>
  vi.waitUntil(condition, { timeout: 10_000, interval: 2 });

const swapped = (projecting: Runner): Promise<unknown> =>
  until(async () => (await projecting.report()).rebuild?.state === 'swapped');

/** Counts twice: rows by it differ from those of the fixture. */
const doubled: Projection<CounterRow, CounterEvent> = {
  ...counterProjection,
  version: 2,
  project: (row, recorded) => {
    const next = counterProjection.project(row, recorded);
    return next && recorded.event.type === 'CounterAdded'
      ? { ...next, total: next.total + recorded.event.data.by }
      : next;
  },
};

/** Whoever reads from the start, as rebuilds do, gets some batches and then waits until the gate is opened. */
const gated = (log: EventLog, free = 1) => {
  const open = Promise.withResolvers<void>();
  const begun: number[] = [];
  async function* tail(options: TailOptions) {
    begun.push(options.after);
    let passed = options.after === 0 ? 0 : Number.NaN;
    for await (const batch of log.tail(options)) {
      if (passed >= free) await open.promise;
      passed += 1;
      yield batch;
    }
  }
  const through = new Proxy(log, {
    get: (target, key) => {
      if (key === 'tail') return tail;
      const value: unknown = Reflect.get(target, key, target);
      return typeof value === 'function' ? (value.bind(target) as unknown) : value;
    },
  });
  return { log: through, begun, open: () => open.resolve() };
};

/** A log with a history that was projected; the next one who reads it from the start is held at the gate. */
const projected = async (
  database: DataSource,
  log: EventLog,
  changes: Partial<CounterRunnerOptions> = {},
): Promise<Runner> => {
  for (const id of ['a', 'b', 'c', 'd']) await append(log, id, [added(1), named(id)]);
  const first = counterRunner(log, database);
  first.start();
  await first.waitFor(4);
  await first.stop();
  const projecting = counterRunner(log, database, { maxBatch: 1, ...changes });
  projecting.start();
  await until(() => projecting.status().ready);
  return projecting;
};

describe('A rebuild', () => {
  it('is filled beside the live generation, which goes on, and swapped when it has caught up', async () => {
    await using target = await counterFile();
    const [log, database] = [memoryLog(), await target.open()];
    const gate = gated(log);
    const projecting = await projected(database, log, { log: gate.log });
    expect(await projecting.report()).toMatchObject({ generation: 1, position: 4, target: 4, rebuild: null });
    const asked = await projecting.rebuild('user:eve');
    const rebuild = { state: 'running', reason: 'asked', generation: 2, askedBy: 'user:eve', endedAt: null };
    expect(asked).toMatchObject({ generation: 1, rebuild });
    await until(async () => (await projecting.report()).rebuild?.position === 1);
    await projecting.waitFor(await append(log, 'a', [added(5)]));
    expect(await counterRows(database)).toEqual(await counterFold(log));
    expect(await generationsOf(database)).toEqual([1, 2]);
    expect(await projecting.report()).toMatchObject({
      ...{ ready: true, generation: 1, position: 5, target: 5 },
      rebuild: { ...rebuild, position: 1, error: null },
    });
    gate.open();
    await swapped(projecting);
    await until(() => projecting.status().generation === 2 && projecting.status().ready);
    await until(async () => (await generationsOf(database)).join() === '2');
    expect(await counterRows(database)).toEqual(await counterFold(log));
    await projecting.waitFor(await append(log, 'b', [removed]));
    expect(await counterRows(database)).toEqual(await counterFold(log));
    await projecting.stop();
  });

  it('does not swap where readers would see it step back', async () => {
    await using target = await counterFile();
    const [log, database] = [memoryLog(), await target.open()];
    const gate = gated(log, 0);
    const swaps: object[] = [];
    const info = (fields: object): void => void swaps.push(fields);
    const projecting = await projected(database, log, {
      ...{ log: gate.log, maxBatch: 500, logger: { ...silentLogger, info } },
    });
    await projecting.rebuild('user:eve');
    await until(() => gate.begun.includes(0));
    // Read before the gate, so that nothing seems to be pending.
    await new Promise(setImmediate);
    for (let index = 0; index < 3; index += 1) await projecting.waitFor(await append(log, 'a', [added(1)]));
    gate.open();
    await swapped(projecting);
    expect(swaps).toContainEqual({ projection: 'counters', generation: 2, position: 7 });
    await projecting.stop();
  });

  it('is answered with while it is under way, whoever asks and however many at once', async () => {
    await using target = await counterFile();
    const [log, database] = [memoryLog(), await target.open()];
    const gate = gated(log);
    const projecting = await projected(database, log, { log: gate.log });
    const other = counterRunner(log, await target.open(), { replicaId: 'b' });
    const all = await Promise.all([projecting, other, projecting].map((one) => one.rebuild('user:eve')));
    const again = await projecting.rebuild('user:mallory');
    expect([...all, again].map(({ rebuild }) => rebuild?.generation)).toEqual([2, 2, 2, 2]);
    expect(again.rebuild?.askedBy).toBe('user:eve');
    gate.open();
    await swapped(projecting);
    await projecting.stop();
  });

  it('swaps at once on a log where nothing happens', async () => {
    await using target = await counterFile();
    const [log, database] = [memoryLog(), await target.open()];
    const projecting = counterRunner(log, database);
    projecting.start();
    await until(() => projecting.status().ready);
    await projecting.rebuild('user:eve');
    await swapped(projecting);
    await projecting.stop();
  });

  it('equals the fold of its log whatever is appended, asked, cancelled, stopped and begun in between', async () => {
    const aStep = fc.oneof(
      { weight: 6, arbitrary: fc.record({ append: fc.constantFrom('a', 'b', 'c'), remove: fc.boolean() }) },
      { weight: 2, arbitrary: fc.constant('rebuild' as const) },
      { weight: 1, arbitrary: fc.constant('cancel' as const) },
      { weight: 1, arbitrary: fc.constant('restart' as const) },
      { weight: 1, arbitrary: fc.constant('pause' as const) },
    );
    const play = async (
      steps: readonly (typeof aStep extends fc.Arbitrary<infer S> ? S : never)[],
      max: number,
    ) => {
      await using target = await counterFile();
      const [log, database] = [memoryLog(), await target.open()];
      let projecting = await projected(database, log, { maxBatch: max });
      for (const step of steps) {
        if (step === 'rebuild') await projecting.rebuild('user:eve');
        else if (step === 'cancel') await projecting.cancelRebuild();
        else if (step === 'pause') await new Promise(setImmediate);
        else if (step === 'restart') {
          await projecting.stop();
          projecting = counterRunner(log, database, { maxBatch: max });
          projecting.start();
        } else {
          await projecting.waitFor(
            await append(log, step.append, step.remove ? [removed] : [added(1), named('x')]),
          );
          expect(await counterRows(database)).toEqual(await counterFold(log));
        }
      }
      await until(async () => (await projecting.report()).rebuild?.state !== 'running');
      await until(async () => (await generationsOf(database)).length <= 1);
      await projecting.waitFor(await log.lastPosition(counterProjection.subjects));
      expect(await counterRows(database)).toEqual(await counterFold(log));
      await projecting.stop();
    };
    await fc.assert(
      fc.asyncProperty(fc.array(aStep, { maxLength: 25 }), fc.integer({ min: 1, max: 4 }), play),
      { numRuns: 25 },
    );
  });

  it('goes on where it was after a crash, and on another replica', async () => {
    await using target = await counterFile();
    const [log, database] = [memoryLog(), await target.open()];
    const held = gated(log);
    const projecting = await projected(database, log, { log: held.log });
    await projecting.rebuild('user:eve');
    await until(async () => (await projecting.report()).rebuild?.position === 1);
    const stopping = projecting.stop();
    held.open();
    await stopping;
    const left = (await projecting.report()).rebuild?.position ?? 0;
    const next = gated(log);
    const heir = counterRunner(next.log, database, { replicaId: 'b' });
    heir.start();
    await swapped(heir);
    expect(next.begun).not.toContain(0);
    expect(left).toBeGreaterThan(0);
    expect(await counterRows(database)).toEqual(await counterFold(log));
    await heir.stop();
  });

  it('is voided on the replica whose lease was lost in the middle of a batch', async () => {
    await using target = await counterFile();
    const [log, first, second] = [memoryLog(), await target.open(), await target.open()];
    const held = gated(log);
    const stalled = await projected(first, log, { log: held.log, leaseMs: 60_000 });
    await stalled.rebuild('user:eve');
    await until(async () => (await stalled.report()).rebuild?.position === 1);
    const thief = counterRunner(log, second, { leaseMs: 100, replicaId: 'b' });
    thief.start();
    await swapped(thief);
    held.open();
    await stalled.waitFor(await append(log, 'a', [added(1)]));
    expect(await counterRows(first)).toEqual(await counterFold(log));
    await until(async () => (await generationsOf(first)).join() === '2');
    await Promise.all([stalled.stop(), thief.stop()]);
  });

  it('can be cancelled; what it wrote is swept and its generation never used again', async () => {
    await using target = await counterFile();
    const [log, database] = [memoryLog(), await target.open()];
    const gate = gated(log);
    const projecting = await projected(database, log, { log: gate.log });
    await projecting.cancelRebuild();
    await projecting.rebuild('user:eve');
    await until(async () => (await generationsOf(database)).join() === '1,2');
    await projecting.cancelRebuild();
    gate.open();
    await until(async () => (await generationsOf(database)).join() === '1');
    expect((await projecting.report()).rebuild).toMatchObject({ state: 'cancelled', generation: 2 });
    expect((await projecting.rebuild('user:eve')).rebuild?.generation).toBe(3);
    await swapped(projecting);
    expect(await counterRows(database)).toEqual(await counterFold(log));
    await projecting.stop();
  });

  it('removes more old rows than one transaction takes', async () => {
    await using target = await counterFile();
    const [log, database] = [memoryLog(), await target.open()];
    for (let index = 0; index < 1100; index += 1) await append(log, `c${index}`, [added(1)]);
    const projecting = counterRunner(log, database, { waitMs: 20_000 });
    projecting.start();
    await projecting.waitFor(1100);
    await projecting.rebuild('user:eve');
    await swapped(projecting);
    await until(async () => (await database.getRepository(counterTable).count()) === 1100);
    expect(await generationsOf(database)).toEqual([2]);
    await projecting.stop();
  });

  it('says what keeps it from going on, and the live generation goes on', async () => {
    await using target = await counterFile();
    const [log, database] = [memoryLog(), await target.open()];
    const projecting = await projected(database, log);
    const repair = await failAt(database, 'BEFORE INSERT ON counter_list', 'NEW.generation = 2');
    await projecting.rebuild('user:eve');
    await until(async () => (await projecting.report()).rebuild?.error?.includes('disk on fire'));
    await projecting.waitFor(await append(log, 'a', [added(1)]));
    expect(projecting.status()).toMatchObject({ ready: true, error: null });
    await repair();
    await swapped(projecting);
    expect(await counterRows(database)).toEqual(await counterFold(log));
    await projecting.stop();
  });
});

describe('A rebuild by newer code', () => {
  it('says what keeps it from going on where nobody else takes anything in', async () => {
    await using target = await counterFile();
    const [log, database] = [memoryLog(), await target.open()];
    await (await projected(database, log)).stop();
    const repair = await failAt(database, 'BEFORE INSERT ON counter_list', 'NEW.generation = 2');
    const newer = counterRunner(log, database, { projection: doubled });
    newer.start();
    await until(() => newer.status().error?.includes('disk on fire'));
    expect(newer.status()).toMatchObject({ phase: 'following', ready: false });
    await repair();
    await until(() => newer.status().ready);
    expect(newer.status()).toMatchObject({ error: null });
    await newer.stop();
  });

  it('leaves the live generation to older replicas until it is complete', async () => {
    await using target = await counterFile();
    const [log, database] = [memoryLog(), await target.open()];
    const gate = gated(log);
    const older = await projected(database, log, { waitMs: 10_000 });
    const newer = counterRunner(gate.log, await target.open(), {
      projection: doubled,
      replicaId: 'b',
      maxBatch: 1,
    });
    newer.start();
    await until(async () => (await newer.report()).rebuild?.position === 1);
    await older.waitFor(await append(log, 'a', [added(1)]));
    expect(await counterRows(database)).toEqual(await counterFold(log));
    expect(older.status().ready).toBe(true);
    expect(newer.status().ready).toBe(false);
    await expect(newer.cancelRebuild()).rejects.toMatchObject({ code: 'projection.rebuild-needed' });
    gate.open();
    await until(() => newer.status().ready);
    expect(await counterRows(database)).toEqual(await counterFold(log, doubled));
    await append(log, 'a', [added(1)]);
    await until(() => !older.status().ready);
    await expect(older.rebuild('user:eve')).rejects.toMatchObject({ code: 'projection.newer-code' });
    await newer.waitFor(await log.lastPosition(['>']));
    expect(await counterRows(database)).toEqual(await counterFold(log, doubled));
    await Promise.all([older.stop(), newer.stop()]);
  });

  it('takes the place of one that older code began', async () => {
    await using target = await counterFile();
    const [log, database] = [memoryLog(), await target.open()];
    const gate = gated(log);
    const older = await projected(database, log, { log: gate.log });
    await older.rebuild('user:eve');
    await until(async () => (await older.report()).rebuild?.position === 1);
    const newer = counterRunner(log, await target.open(), { projection: doubled, replicaId: 'b' });
    newer.start();
    await until(async () => (await newer.report()).rebuild?.reason === 'newer-code');
    gate.open();
    await until(() => newer.status().ready);
    expect((await newer.report()).generation).toBe(3);
    expect(await counterRows(database)).toEqual(await counterFold(log, doubled));
    await until(async () => (await generationsOf(database)).join() === '3');
    await Promise.all([older.stop(), newer.stop()]);
  });

  it('shows nothing meanwhile when a migration made the table anew, and then everything', async () => {
    await using target = await counterFile();
    const [log, database] = [memoryLog(), await target.open()];
    await (await projected(database, log)).stop();
    await transaction(database, (manager) => manager.query('DELETE FROM counter_list'));
    const gate = gated(log);
    const said: string[] = [];
    const logger = { ...silentLogger, warn: (_: object, message: string) => void said.push(message) };
    const newer = counterRunner(gate.log, database, { projection: doubled, maxBatch: 1, logger, waitMs: 20 });
    newer.start();
    await until(async () => (await newer.report()).rebuild?.position === 1);
    expect(await counterRows(database)).toEqual([]);
    await expect(newer.waitFor(4)).rejects.toMatchObject({ code: 'projection.behind' });
    expect(said).toContain('The projection is built; until then it has no rows');
    gate.open();
    await until(() => newer.status().ready);
    expect(await counterRows(database)).toEqual(await counterFold(log, doubled));
    await newer.stop();
  });
});

describe('A rebuild on another log', () => {
  it('does not show rows that tell what never happened, and ends the one that ran', async () => {
    await using target = await counterFile();
    const [log, database] = [memoryLog(), await target.open()];
    const gate = gated(log);
    const before = await projected(database, log, { log: gate.log });
    await before.rebuild('user:eve');
    await until(async () => (await before.report()).rebuild?.position === 1);
    const stopping = before.stop();
    gate.open();
    await stopping;
    const other = memoryLog(randomUUID());
    await append(other, 'z', [added(9)]);
    const held = gated(other);
    const after = counterRunner(held.log, database, { maxBatch: 1 });
    after.start();
    await after.waitFor(1);
    expect(await counterRows(database)).toEqual(await counterFold(other));
    await until(async () => (await generationsOf(database)).length === 1);
    expect((await after.report()).rebuild).toMatchObject({ state: 'swapped', reason: 'another-log' });
    await after.stop();
  });
});

it('A projection that never began cannot be rebuilt', async () => {
  await using target = await counterFile();
  const idle = counterRunner(memoryLog(), await target.open());
  await expect(idle.rebuild('user:eve')).rejects.toMatchObject({ code: 'projection.not-begun' });
  expect((await idle.report()).rebuild).toBeNull();
});

it.each([
  [[1], 1, []],
  [[3], 3, [[1, 2]]],
  [[1], 4, [[2, 4]]],
  [
    [2],
    4,
    [
      [1, 1],
      [3, 4],
    ],
  ],
  [[2, 3], 3, [[1, 1]]],
])('Kept %j of generations up to %i leaves %j', (kept, last, ranges) => {
  expect(deadRanges(kept, last)).toEqual(ranges);
});
