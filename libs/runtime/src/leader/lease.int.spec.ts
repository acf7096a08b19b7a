import { transaction } from '@tutti/database';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { handClock, testFile, type HandClock, type TestFile } from '../runtime.fixture';
import { silentLogger } from '../support/logger';
import { Leader, type Term } from './leader';
import { Lease } from './lease';
import { leaseTable } from './lease.table';

const durationMs = 10_000;

let file: TestFile;
let database: DataSource;
beforeAll(async () => {
  file = await testFile();
  database = await file.open();
});
afterAll(() => file[Symbol.asyncDispose]());
beforeEach(() => transaction(database, (manager) => manager.delete(leaseTable, { name: 'work' })));

const leaseOf = (holder: string, clock: HandClock): Lease =>
  new Lease({ database, name: 'work', holder, clock, steady: clock.steady, durationMs });

it.each([
  ['an hour ahead', '2026-11-23T01:00:00.000Z'],
  ['an hour behind', '2026-11-22T23:00:00.000Z'],
])('The lease of a dead replica whose clock was %s is taken over after one term', async (_, start) => {
  const [dead, heir] = [leaseOf('a', handClock(start)), handClock()];
  expect(await dead.acquire()).toBe(true);
  const lease = leaseOf('b', heir);
  expect(await lease.acquire()).toBe(false);
  heir.advance(durationMs - 1);
  expect(await lease.acquire()).toBe(false);
  heir.advance(1);
  expect(await lease.acquire()).toBe(true);
  expect(await dead.acquire()).toBe(false);
});

it('A lease that is renewed is nobody else’s, whatever the clocks of others say', async () => {
  const [own, ahead] = [handClock(), handClock('2026-11-23T01:00:00.000Z')];
  const [holder, other] = [leaseOf('a', own), leaseOf('b', ahead)];
  for (let renewal = 0; renewal < 5; renewal += 1) {
    expect(await holder.acquire()).toBe(true);
    expect(await other.acquire()).toBe(false);
    // The holder's stands still: a renewal shows all the same.
    ahead.advance(durationMs - 1);
  }
});

it('It ends for the holder before another replica may have it', async () => {
  const clock = handClock();
  const [holder, other] = [leaseOf('a', clock), leaseOf('b', clock)];
  await holder.acquire();
  clock.advance(1);
  await other.acquire();
  clock.advance(holder.heldUntil - clock.steady());
  expect(await other.acquire()).toBe(false);
  clock.advance(1);
  expect(await other.acquire()).toBe(true);
});

it('Of two that wait for the same dead replica one has it', async () => {
  const clock = handClock();
  await leaseOf('a', clock).acquire();
  const heirs = [leaseOf('b', clock), leaseOf('c', clock)];
  const ask = (): Promise<boolean[]> => Promise.all(heirs.map((heir) => heir.acquire()));
  expect(await ask()).toEqual([false, false]);
  clock.advance(durationMs);
  expect((await ask()).toSorted()).toEqual([false, true]);
});

it('Beside older code, which compares times, each leaves the other’s lease alone', async () => {
  const clock = handClock();
  const lease = leaseOf('b', clock);
  const older = (until: number): Promise<unknown> =>
    transaction(database, (manager) =>
      manager.upsert(leaseTable, { name: 'work', holder: 'a', until }, ['name']),
    );
  for (let renewal = 0; renewal < 5; renewal += 1) {
    await older(clock.now().getTime() + durationMs);
    expect(await lease.acquire()).toBe(false);
    clock.advance(durationMs - 1);
  }
  clock.advance(1);
  expect(await lease.acquire()).toBe(true);
  const row = await database.manager.findOneBy(leaseTable, { name: 'work' });
  expect(row?.until).toBeGreaterThanOrEqual(clock.now().getTime() + durationMs);
});

it('A leader stops when its lease ends, though the database says nothing', async () => {
  const leaseMs = 300;
  const terms: Term[] = [];
  const lead = (term: Term): Promise<void> => {
    terms.push(term);
    return new Promise((resolve) => term.signal.addEventListener('abort', () => resolve(), { once: true }));
  };
  const work = { name: 'work', lead, follow: () => Promise.resolve() };
  const leader = new Leader(work, {
    database,
    replicaId: 'a',
    clock: handClock(),
    logger: silentLogger,
    leaseMs,
  });
  const silence = Promise.withResolvers<void>();
  leader.start();
  await vi.waitUntil(() => terms.length === 1);
  const silent = transaction(database, async (manager) => {
    await manager.update(leaseTable, { name: 'work' }, { holder: 'a' });
    await silence.promise;
  });
  await vi.waitUntil(() => terms[0]?.signal.aborted, { timeout: 5000 });
  silence.resolve();
  await silent;
  await vi.waitUntil(() => terms.length === 2, { timeout: 5000 });
  await leader.stop();
});
