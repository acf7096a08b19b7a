import fc from 'fast-check';
import type { EventLog } from '@tutti/event-store';
import type { DataSource } from 'typeorm';
import { describe, expect, it, vi } from 'vitest';
import { checkpointTable } from '../checkpoint/checkpoint.table';
import { append, failAt, handClock, memoryLog, testFile } from '../runtime.fixture';
import { silentLogger } from '../support/logger';
import { deadLetterSubject, type DeadLetter } from './dead-letters';
import type { EffectContext, EffectHandlers } from './handlers';
import {
  noted,
  orderBroken,
  orderProcess,
  paid,
  placed,
  type OrderEffect,
  type OrderEvent,
  type OrderState,
} from './order.fixture';
import { ProcessRunner, type ProcessRunnerOptions } from './process-runner';
import { outboxTable, stateTable, timerTable } from './process.table';

type Runner = ProcessRunner<OrderState, OrderEvent, OrderEffect>;
type Options = ProcessRunnerOptions<OrderState, OrderEvent, OrderEffect>;

interface Done {
  readonly effect: OrderEffect;
  readonly context: EffectContext;
}

/** The outside world: what was done to it, and when it refuses. */
const world = (refuses: (effect: OrderEffect) => boolean = () => false) => {
  const done: Done[] = [];
  const tried: Done[] = [];
  const act = async (effect: OrderEffect, context: EffectContext): Promise<void> => {
    tried.push({ effect, context });
    if (refuses(effect)) throw new Error(`${effect.type} refused`);
    done.push({ effect, context });
  };
  const handlers: EffectHandlers<OrderEffect> = { AskPayment: act, Note: act, Remind: act, Ship: act };
  return { done, tried, handlers, act, effects: () => done.map(({ effect }) => effect) };
};

const letterBox = () => {
  const letters: DeadLetter[] = [];
  return { letters, publish: async (letter: DeadLetter) => void letters.push(letter) };
};

const soon = new Date('2026-11-23T00:10:00.000Z');

const runner = (
  log: EventLog,
  database: DataSource,
  changes: Partial<Options> & Pick<Options, 'handlers'>,
): Runner =>
  new ProcessRunner({
    log,
    database,
    service: 'shop',
    process: orderProcess,
    replicaId: 'a',
    clock: handClock(),
    logger: silentLogger,
    deadLetters: letterBox(),
    leaseMs: 1000,
    pollMs: 5,
    backoff: () => 5,
    effectBackoff: () => 0,
    ...changes,
  });

const order = (log: EventLog, id: string, ...events: readonly OrderEvent[]): Promise<number> =>
  append(log, id, events, 'order');

const until = (condition: () => unknown): Promise<unknown> =>
  vi.waitUntil(condition, { timeout: 5000, interval: 2 });

/** Everything read, and everything sent is done. */
const atRest = (running: Runner, log: EventLog, database: DataSource): Promise<unknown> =>
  until(async () => {
    const last = await log.lastPosition(orderProcess.subjects);
    const read = (await database.manager.findOneBy(checkpointTable, { name: 'process:orders' }))?.position;
    return (
      running.status().leader && read === last && (await database.getRepository(outboxTable).count()) === 0
    );
  });

describe('ProcessRunner', () => {
  it('does what the log leads to, in order, and forgets what is over', async () => {
    await using file = await testFile();
    const [log, database, outside] = [memoryLog(), await file.open(), world()];
    const running = runner(log, database, outside);
    running.start();
    await order(log, 'o1', placed(soon), noted('blue'));
    await order(log, 'o2', placed(soon));
    await order(log, 'o1', noted('large'), paid);
    await atRest(running, log, database);
    expect(outside.effects().filter((effect) => effect.order === 'o1')).toEqual([
      { type: 'AskPayment', order: 'o1' },
      { type: 'Note', order: 'o1', note: 'blue' },
      { type: 'Note', order: 'o1', note: 'large' },
      { type: 'Ship', order: 'o1', notes: ['blue', 'large'] },
    ]);
    expect(outside.effects()).toContainEqual({ type: 'AskPayment', order: 'o2' });
    expect(await database.getRepository(stateTable).find()).toMatchObject([{ instanceId: 'o2' }]);
    expect(await database.getRepository(timerTable).find()).toMatchObject([{ instanceId: 'o2' }]);
    await running.stop();
  });

  it('tells a timer when it was due, and when it was noticed', async () => {
    await using file = await testFile();
    const clock = handClock();
    const [log, database] = [memoryLog(), await file.open()];
    const fired: (string | undefined)[] = [];
    const process: typeof orderProcess = {
      ...orderProcess,
      react: (state, input, id) => {
        if (input.kind === 'event') return orderProcess.react(state, input, id);
        fired.push(input.at.toISOString(), input.firedAt?.toISOString());
        return { state };
      },
    };
    const running = runner(log, database, { ...world(), clock, process });
    running.start();
    await order(log, 'o1', placed(soon));
    await atRest(running, log, database);
    clock.advance(3_600_000);
    await until(() => fired.length > 0);
    expect(fired).toEqual([soon.toISOString(), '2026-11-23T01:00:00.000Z']);
    await running.stop();
  });

  it('fires timers by another clock where it is told to', async () => {
    await using file = await testFile();
    const [clock, timeline] = [handClock(), handClock()];
    const [log, database] = [memoryLog(), await file.open()];
    const fired: (Date | undefined)[] = [];
    const process: typeof orderProcess = {
      ...orderProcess,
      react: (state, input, id) => {
        if (input.kind === 'event') return orderProcess.react(state, input, id);
        fired.push(input.firedAt);
        return { state };
      },
    };
    const running = runner(log, database, { ...world(), clock, timeline, process });
    running.start();
    await order(log, 'o1', placed(soon));
    await atRest(running, log, database);
    clock.advance(3_600_000);
    await order(log, 'o2', placed(soon));
    await atRest(running, log, database);
    timeline.advance(1_800_000);
    await until(() => fired.length === 2);
    const half = new Date('2026-11-23T00:30:00.000Z');
    expect(fired).toEqual([half, half]);
    await running.stop();
  });

  it('tells a handler who caused it', async () => {
    await using file = await testFile();
    const [log, database, outside] = [memoryLog(), await file.open(), world()];
    const running = runner(log, database, outside);
    running.start();
    const position = await order(log, 'o1', placed(soon));
    await until(() => outside.done.length === 1);
    const cause = (await log.commitAt(position))?.events[0];
    expect(outside.done[0]?.context).toMatchObject({
      id: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
      instanceId: 'o1',
      metadata: { authId: 'process:orders', causationId: cause?.id, correlationId: 'request-1' },
    });
    await running.stop();
  });

  it('reacts alike whatever the cut into batches and restarts', async () => {
    const anEvent = fc.oneof(
      fc.constant(placed(soon)),
      fc.string({ maxLength: 5 }).map(noted),
      fc.constant(paid),
      fc.constant(orderBroken),
    );
    const aHistory = fc.array(
      fc.tuple(fc.constantFrom('o1', 'o2', 'o3'), fc.array(anEvent, { minLength: 1, maxLength: 3 })),
      { maxLength: 20 },
    );
    const play = async (log: EventLog, maxBatch: number, runs: number): Promise<unknown> => {
      await using file = await testFile();
      const [database, outside] = [await file.open(), world()];
      for (let run = 0; run < runs; run += 1) {
        const running = runner(log, database, { ...outside, maxBatch });
        running.start();
        if (run < runs - 1) await until(() => running.status().position > 0 || running.status().ready);
        else await atRest(running, log, database);
        await running.stop();
      }
      const byInstance = Object.groupBy(outside.done, ({ context }) => context.instanceId);
      return {
        states: (await database.manager.find(stateTable, { order: { instanceId: 'ASC' } })).map(
          ({ updatedAt: _, ...row }) => row,
        ),
        timers: await database.manager.find(timerTable, { order: { instanceId: 'ASC', name: 'ASC' } }),
        parked: (await runner(log, database, outside).parked()).map(({ parkedAt: _, ...rest }) => rest),
        done: Object.fromEntries(
          Object.entries(byInstance).map(([id, all = []]) => [
            id,
            // An effect that was cut off by a restart may be done twice, under the same id.
            [...new Map(all.map(({ effect, context }) => [context.id, effect])).entries()],
          ]),
        ),
      };
    };
    await fc.assert(
      fc.asyncProperty(aHistory, fc.integer({ min: 1, max: 5 }), async (history, maxBatch) => {
        const log = memoryLog();
        for (const [id, events] of history) await order(log, id, ...events);
        expect(await play(log, maxBatch, 3)).toEqual(await play(log, 500, 1));
      }),
      { numRuns: 15 },
    );
  });
});

describe('Effects of a process', () => {
  it('are tried again under the same id until they are done', async () => {
    await using file = await testFile();
    let refusals = 3;
    const [log, database, outside] = [memoryLog(), await file.open(), world(() => refusals-- > 0)];
    const running = runner(log, database, outside);
    running.start();
    await order(log, 'o1', placed(soon));
    await atRest(running, log, database);
    expect(outside.tried).toHaveLength(4);
    expect(new Set(outside.tried.map(({ context }) => context.id)).size).toBe(1);
    expect(outside.effects()).toEqual([{ type: 'AskPayment', order: 'o1' }]);
    await running.stop();
  });

  it('wait between attempts as the clock says', async () => {
    await using file = await testFile();
    const clock = handClock();
    let refusals = 1;
    const [log, database, outside] = [memoryLog(), await file.open(), world(() => refusals-- > 0)];
    const running = runner(log, database, { ...outside, clock, effectBackoff: () => 60_000 });
    running.start();
    await order(log, 'o1', placed(new Date('2026-11-24')));
    await until(() => outside.tried.length === 1);
    await order(log, 'o2', placed(new Date('2026-11-24')));
    await until(() => outside.effects().some((effect) => effect.order === 'o2'));
    expect(outside.tried.filter(({ effect }) => effect.order === 'o1')).toHaveLength(1);
    clock.advance(60_000);
    await atRest(running, log, database);
    expect(outside.tried.filter(({ effect }) => effect.order === 'o1')).toHaveLength(2);
    await running.stop();
  });

  it('are done again, under the same id, when the database fails after them', async () => {
    await using file = await testFile();
    const [log, database, outside] = [memoryLog(), await file.open(), world()];
    const running = runner(log, database, outside);
    const repair = await failAt(database, 'BEFORE DELETE ON process_outbox');
    running.start();
    await order(log, 'o1', placed(soon));
    await until(() => outside.done.length >= 2);
    await repair();
    await atRest(running, log, database);
    expect(new Set(outside.done.map(({ context }) => context.id)).size).toBe(1);
    await running.stop();
  });

  it('of one instance never run side by side, those of many do', async () => {
    await using file = await testFile();
    const [log, database] = [memoryLog(), await file.open()];
    const running = new Map<string, number>();
    const gate = Promise.withResolvers<void>();
    const act = async ({ order: id }: OrderEffect): Promise<void> => {
      expect(running.get(id) ?? 0).toBe(0);
      running.set(id, 1);
      await gate.promise;
      running.set(id, 0);
    };
    const handlers = { AskPayment: act, Note: act, Remind: act, Ship: act };
    const processing = runner(log, database, { handlers });
    processing.start();
    await order(log, 'o1', placed(soon), noted('a'), noted('b'));
    await order(log, 'o2', placed(soon), noted('a'));
    await until(() => running.get('o1') === 1 && running.get('o2') === 1);
    gate.resolve();
    await atRest(processing, log, database);
    await processing.stop();
  });

  it('that are cut off by a stop are not counted as failures', async () => {
    await using file = await testFile();
    const [log, database] = [memoryLog(), await file.open()];
    const started = Promise.withResolvers<void>();
    const act = (_: OrderEffect, { signal }: EffectContext): Promise<void> => {
      started.resolve();
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('cut off'))));
    };
    const first = runner(log, database, { handlers: { AskPayment: act, Note: act, Remind: act, Ship: act } });
    first.start();
    await order(log, 'o1', placed(soon));
    await started.promise;
    await first.stop();
    expect(await database.query('SELECT attempts FROM process_outbox')).toMatchObject([{ attempts: 0 }]);
  });

  it('that take too long are told so, and count as failed', async () => {
    await using file = await testFile();
    const [log, database] = [memoryLog(), await file.open()];
    const outside = world();
    let attempts = 0;
    const act = (effect: OrderEffect, context: EffectContext): Promise<void> => {
      attempts += 1;
      if (attempts > 1) return outside.act(effect, context);
      return new Promise((_, reject) => {
        context.signal.addEventListener('abort', () => reject(new Error('too slow')));
      });
    };
    const running = runner(log, database, {
      handlers: { AskPayment: act, Note: act, Remind: act, Ship: act },
      effectTimeoutMs: 10,
    });
    running.start();
    await order(log, 'o1', placed(soon));
    await atRest(running, log, database);
    expect(attempts).toBe(2);
    await running.stop();
  });
});

describe('A parked instance', () => {
  it('waits with its later events, makes itself known, and goes on where it stopped', async () => {
    await using file = await testFile();
    let refuses = true;
    const [log, database, letters] = [memoryLog(), await file.open(), letterBox()];
    const outside = world((effect) => refuses && effect.type === 'Note');
    const running = runner(log, database, { ...outside, deadLetters: letters });
    running.start();
    await order(log, 'o1', placed(soon), noted('a'), noted('b'));
    await until(() => running.status().parked === 1);
    await order(log, 'o1', paid);
    await order(log, 'o2', placed(soon));
    await until(async () => (await running.parked())[0]?.waiting === 1);
    await until(() => outside.effects().some((effect) => effect.order === 'o2'));
    expect(outside.effects().filter((effect) => effect.order === 'o1')).toEqual([
      { type: 'AskPayment', order: 'o1' },
    ]);
    expect(outside.tried.filter(({ effect }) => effect.type === 'Note')).toHaveLength(5);
    await until(() => letters.letters.length === 1);
    expect(letters.letters[0]).toMatchObject({
      service: 'shop',
      process: 'orders',
      instanceId: 'o1',
      error: 'Note refused',
      failed: { attempts: 5, outgoing: { type: 'Note', order: 'o1', note: 'a' } },
    });
    refuses = false;
    expect(await running.resume('o1')).toBe(true);
    await atRest(running, log, database);
    expect(outside.effects().filter((effect) => effect.order === 'o1')).toEqual([
      { type: 'AskPayment', order: 'o1' },
      { type: 'Note', order: 'o1', note: 'a' },
      { type: 'Note', order: 'o1', note: 'b' },
      { type: 'Ship', order: 'o1', notes: ['a', 'b'] },
    ]);
    await until(() => running.status().parked === 0);
    expect(await running.resume('o1')).toBe(false);
    await running.stop();
  });

  it('is one whose reaction throws; it stays parked while it throws', async () => {
    await using file = await testFile();
    const [log, database, outside, letters] = [memoryLog(), await file.open(), world(), letterBox()];
    const running = runner(log, database, { ...outside, deadLetters: letters });
    running.start();
    const position = await order(log, 'o1', placed(soon), orderBroken, noted('late'));
    await until(() => running.status().parked === 1);
    const cause = (await log.commitAt(position))?.events[1]?.id;
    expect(await running.parked()).toMatchObject([
      { instanceId: 'o1', error: `${cause}: cannot react`, failed: null, waiting: 2 },
    ]);
    await running.resume('o1');
    expect(await running.parked()).toMatchObject([{ instanceId: 'o1', waiting: 2 }]);
    await until(() => letters.letters.length >= 2);
    await running.stop();
    const tolerant: typeof orderProcess = {
      ...orderProcess,
      react: (state, input, id) =>
        input.kind === 'event' && input.recorded.event.type === 'OrderBroken'
          ? { state }
          : orderProcess.react(state, input, id),
    };
    const fixed = runner(log, database, { ...outside, process: tolerant });
    fixed.start();
    await fixed.resume('o1');
    await atRest(fixed, log, database);
    expect(outside.effects()).toEqual([
      { type: 'AskPayment', order: 'o1' },
      { type: 'Note', order: 'o1', note: 'late' },
    ]);
    await fixed.stop();
  });

  it('keeps its timers for later', async () => {
    await using file = await testFile();
    const clock = handClock();
    let refuses = true;
    const [log, database] = [memoryLog(), await file.open()];
    const outside = world(({ type, order: id }) => refuses && type === 'AskPayment' && id === 'o1');
    const running = runner(log, database, { ...outside, clock });
    running.start();
    await order(log, 'o1', placed(soon));
    await until(() => running.status().parked === 1);
    clock.advance(15 * 60_000);
    await order(log, 'o2', placed(clock.now()));
    await until(
      () => outside.effects().some(({ type, order: id }) => type === 'Remind' && id === 'o2') || !refuses,
    );
    expect(outside.tried.some(({ effect }) => effect.order === 'o1' && effect.type === 'Remind')).toBe(false);
    refuses = false;
    await running.resume('o1');
    await until(() => outside.effects().some(({ type, order: id }) => type === 'Remind' && id === 'o1'));
    await running.stop();
  });

  it('is resumed from a replica that follows', async () => {
    await using file = await testFile();
    let refuses = true;
    const [log, database, outside] = [memoryLog(), await file.open(), world(() => refuses)];
    const leading = runner(log, database, outside);
    leading.start();
    await order(log, 'o1', placed(soon));
    await until(() => leading.status().parked === 1);
    const following = runner(log, await file.open(), { ...outside, replicaId: 'b' });
    following.start();
    await until(() => following.status().phase === 'following' && following.status().parked === 1);
    refuses = false;
    await following.resume('o1');
    await order(log, 'o1', noted('a'));
    await until(() => outside.effects().length === 2);
    expect(outside.effects().map(({ type }) => type)).toEqual(['AskPayment', 'Note']);
    await Promise.all([leading.stop(), following.stop()]);
  });

  it('is never one whose effect must not wait for a person', async () => {
    await using file = await testFile();
    let refusals = 12;
    const [log, database, outside] = [memoryLog(), await file.open(), world(() => refusals-- > 0)];
    const handlers = { ...outside.handlers, AskPayment: { handle: outside.act, neverPark: true as const } };
    const running = runner(log, database, { handlers });
    running.start();
    await order(log, 'o1', placed(soon));
    await atRest(running, log, database);
    expect(outside.tried).toHaveLength(13);
    expect(await running.parked()).toEqual([]);
    await running.stop();
  });

  it('that is never parked is told all the same when it fails and fails, once', async () => {
    await using file = await testFile();
    let refuses = true;
    const [log, database, letters] = [memoryLog(), await file.open(), letterBox()];
    const outside = world(() => refuses);
    const handlers = { ...outside.handlers, AskPayment: { handle: outside.act, neverPark: true as const } };
    const clock = handClock();
    const effectBackoff = () => 1000;
    const running = runner(log, database, { handlers, deadLetters: letters, clock, effectBackoff });
    const tries = (count: number): Promise<unknown> =>
      until(() => outside.tried.length >= count || clock.advance(1000));
    running.start();
    await order(log, 'o1', placed(soon));
    await tries(7);
    expect(letters.letters).toEqual([]);
    await tries(20);
    await until(() => letters.letters.length === 1);
    expect(letters.letters).toMatchObject([
      { instanceId: 'o1', goesOn: true, failed: { outgoing: { type: 'AskPayment' } } },
    ]);
    refuses = false;
    await tries(21);
    await atRest(running, log, database);
    await running.stop();
    expect(letters.letters).toHaveLength(1);
  });

  it('is announced once the dead letters can be written', async () => {
    await using file = await testFile();
    const [log, database, letters] = [memoryLog(), await file.open(), letterBox()];
    let down = true;
    const deadLetters = {
      publish: (letter: DeadLetter) => (down ? Promise.reject(new Error('down')) : letters.publish(letter)),
    };
    const running = runner(log, database, { ...world(() => true), deadLetters });
    running.start();
    await order(log, 'o1', placed(soon));
    await until(() => running.status().parked === 1);
    down = false;
    await until(() => letters.letters.length === 1);
    expect(letters.letters.map(deadLetterSubject)).toEqual(['dlq.shop.orders.o1']);
    await running.stop();
  });
});

describe('Timers of a process', () => {
  it('fire at their time, once, and survive a restart', async () => {
    await using file = await testFile();
    const clock = handClock();
    const [log, database, outside] = [memoryLog(), await file.open(), world()];
    const first = runner(log, database, { ...outside, clock });
    first.start();
    await order(log, 'o1', placed(soon));
    await atRest(first, log, database);
    await first.stop();
    clock.advance(soon.getTime() - clock.now().getTime() - 1);
    const second = runner(log, database, { ...outside, clock });
    second.start();
    await order(log, 'o2', placed(new Date('2026-11-24')));
    await atRest(second, log, database);
    expect(outside.effects().map(({ type }) => type)).toEqual(['AskPayment', 'AskPayment']);
    clock.advance(1);
    await until(() => outside.effects().some(({ type }) => type === 'Remind'));
    clock.advance(60_000);
    await until(() => outside.effects().filter(({ type }) => type === 'Remind').length === 2);
    expect(outside.effects().slice(2)).toEqual([
      { type: 'Remind', order: 'o1', times: 1 },
      { type: 'Remind', order: 'o1', times: 2 },
    ]);
    expect(new Set(outside.done.map(({ context }) => context.id)).size).toBe(4);
    await second.stop();
  });

  it('wait until the log is read: what it says may cancel them', async () => {
    await using file = await testFile();
    const clock = handClock();
    const [log, database, outside] = [memoryLog(), await file.open(), world()];
    const first = runner(log, database, { ...outside, clock });
    first.start();
    await order(log, 'o1', placed(soon));
    await atRest(first, log, database);
    await first.stop();
    clock.advance(3_600_000);
    for (let i = 0; i < 20; i += 1) await order(log, 'o1', noted(String(i)));
    await order(log, 'o1', paid);
    const second = runner(log, database, { ...outside, clock, maxBatch: 1 });
    second.start();
    await atRest(second, log, database);
    expect(outside.effects().map(({ type }) => type)).not.toContain('Remind');
    await second.stop();
  });
});

describe('A process that must not go on', () => {
  it('stops at an event type that it does not know, after what came before', async () => {
    await using file = await testFile();
    const [log, database, outside] = [memoryLog(), await file.open(), world()];
    await order(log, 'o1', placed(soon));
    await append(log, 'o1', [{ type: 'OrderSeen', data: {} }], 'order');
    const unknown = await append(log, 'o1', [{ type: 'OrderGifted', data: {} }], 'order');
    await order(log, 'o1', paid);
    const older = runner(log, database, outside);
    older.start();
    await until(() => older.status().phase === 'stopped');
    expect(older.status()).toMatchObject({
      ready: false,
      position: unknown - 1,
      error: `orders: version 1 does not know test.OrderGifted at position ${unknown}. Run newer code.`,
    });
    const newer = { ...orderProcess, version: 2, ignores: ['OrderSeen', 'OrderGifted'] };
    const heir = runner(log, database, { ...outside, process: newer, replicaId: 'b' });
    heir.start();
    await atRest(heir, log, database);
    expect(outside.effects()).toContainEqual({ type: 'Ship', order: 'o1', notes: [] });
    await heir.stop();
    const again = runner(log, database, outside);
    again.start();
    await until(() => again.status().phase === 'stopped');
    expect(again.status().error).toBe('orders: version 2 wrote last, this code is version 1');
    await again.stop();
    await older.stop();
  });

  it('stops at another log and asks; the answer says from where to go on', async () => {
    await using file = await testFile();
    const [log, database, outside] = [memoryLog(), await file.open(), world()];
    await order(log, 'o1', placed(soon));
    const first = runner(log, database, outside);
    first.start();
    await atRest(first, log, database);
    await first.stop();
    const restored = memoryLog();
    await order(restored, 'o1', placed(soon));
    await order(restored, 'o1', noted('after'));
    const second = runner(restored, database, outside);
    second.start();
    await until(() => second.status().phase === 'stopped');
    expect(second.status().error).toContain('the log is not the one that was read up to position 1');
    await second.adopt(1);
    await atRest(second, restored, database);
    expect(outside.effects().map(({ type }) => type)).toEqual(['AskPayment', 'Note']);
    await second.stop();
  });
});

describe('Two replicas of a process', () => {
  it('that stopped at another log both go on when one of them is told from where', async () => {
    await using file = await testFile();
    const [log, database, outside] = [memoryLog(), await file.open(), world()];
    await order(log, 'o1', placed(soon));
    const first = runner(log, database, outside);
    first.start();
    await atRest(first, log, database);
    await first.stop();
    const restored = memoryLog();
    await order(restored, 'o1', placed(soon));
    const replicas = [
      runner(restored, database, outside),
      runner(restored, await file.open(), { ...outside, replicaId: 'b' }),
    ] as const;
    const phases = (): string =>
      replicas
        .map((one) => one.status().phase)
        .toSorted()
        .join();
    for (const one of replicas) one.start();
    await until(() => phases() === 'stopped,stopped');
    await replicas[0].adopt(1);
    await until(() => phases() === 'following,leading');
    const [leading, heir] = replicas.toSorted((a) => (a.status().leader ? -1 : 1));
    expect(heir?.status()).toMatchObject({ ready: true, error: null, trouble: null });
    await leading?.stop();
    await order(restored, 'o1', noted('after'));
    await until(() => heir?.status().leader);
    if (heir) await atRest(heir, restored, database);
    expect(outside.effects().map(({ type }) => type)).toEqual(['AskPayment', 'Note']);
    await heir?.stop();
  });

  it('take every event in once and in order while the lease changes hands', async () => {
    await using file = await testFile();
    const clock = handClock();
    const { steady } = clock;
    const [log, outside, database] = [memoryLog(), world(), await file.open()];
    const replicas = [
      runner(log, database, { ...outside, clock, steady, maxBatch: 2 }),
      runner(log, await file.open(), { ...outside, clock, steady, maxBatch: 2, replicaId: 'b' }),
    ];
    for (const replica of replicas) replica.start();
    const notes = Array.from({ length: 60 }, (_, index) => String(index));
    for (const [index, note] of notes.entries()) {
      await order(log, `o${index % 3}`, noted(note));
      if (index % 10 === 0) clock.advance(2000);
    }
    for (const id of ['o0', 'o1', 'o2']) await order(log, id, paid);
    await until(async () => {
      const read = (await database.manager.findOneBy(checkpointTable, { name: 'process:orders' }))?.position;
      return read === 63 && (await database.getRepository(outboxTable).count()) === 0;
    });
    expect(await database.getRepository(stateTable).count()).toBe(0);
    for (const [index, id] of ['o0', 'o1', 'o2'].entries()) {
      const own = notes.filter((_, at) => at % 3 === index);
      const distinct = new Map(outside.done.map(({ context, effect }) => [context.id, effect]));
      expect([...distinct.values()].filter((effect) => effect.order === id)).toEqual([
        ...own.map((note) => ({ type: 'Note', order: id, note })),
        { type: 'Ship', order: id, notes: own },
      ]);
    }
    await Promise.all(replicas.map((replica) => replica.stop()));
  });

  it('void what the one whose lease was stolen in the middle of a batch wanted to write', async () => {
    await using file = await testFile();
    const [log, outside, database] = [memoryLog(), world(), await file.open()];
    await order(log, 'o1', noted('a'));
    const slow = Promise.withResolvers<void>();
    const reached = Promise.withResolvers<void>();
    const stalled = runner(log, database, {
      ...outside,
      leaseMs: 60_000,
      around: async (_, __, work) => {
        reached.resolve();
        await slow.promise;
        return work();
      },
    });
    stalled.start();
    await reached.promise;
    const thief = runner(log, await file.open(), { ...outside, leaseMs: 100, replicaId: 'b' });
    thief.start();
    await atRest(thief, log, database);
    slow.resolve();
    await until(() => stalled.status().phase === 'following');
    await order(log, 'o1', paid);
    // While it did not know, it did what stood in the outbox too: at least once, under the same id.
    const distinct = () => new Map(outside.done.map(({ context, effect }) => [context.id, effect]));
    await until(() => distinct().size >= 2);
    expect([...distinct().values()]).toEqual([
      { type: 'Note', order: 'o1', note: 'a' },
      { type: 'Ship', order: 'o1', notes: ['a'] },
    ]);
    await Promise.all([stalled.stop(), thief.stop()]);
  });
});

describe('A process whose database fails', () => {
  it.each([
    ['at the state', 'BEFORE INSERT ON process_state'],
    ['at the outbox', 'AFTER INSERT ON process_outbox'],
    ['at a timer', 'AFTER INSERT ON process_timer'],
    ['at the checkpoint', 'AFTER UPDATE ON runtime_checkpoint'],
  ])('%s loses nothing and doubles nothing', async (_, moment) => {
    await using file = await testFile();
    const [log, database, outside] = [memoryLog(), await file.open(), world()];
    const running = runner(log, database, outside);
    running.start();
    await until(() => running.status().ready);
    const repair = await failAt(database, moment);
    await order(log, 'o1', placed(soon), noted('a'));
    await until(() => running.status().error?.includes('disk on fire'));
    expect(outside.done).toEqual([]);
    expect(await database.getRepository(stateTable).count()).toBe(0);
    await repair();
    await atRest(running, log, database);
    expect(outside.effects()).toEqual([
      { type: 'AskPayment', order: 'o1' },
      { type: 'Note', order: 'o1', note: 'a' },
    ]);
    await running.stop();
  });
});
