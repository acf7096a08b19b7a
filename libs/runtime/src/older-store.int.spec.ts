import { cp, rm } from 'node:fs/promises';
import { JetStreamEventLog, type EventLog } from '@tutti/event-store';
import { startTestNats, type TestNats } from '@tutti/testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { orderProcess, noted } from './process/order.fixture';
import { ProcessRunner } from './process/process-runner';
import {
  counterFile,
  counterProjection,
  counterRunner,
  counterTable,
  type CounterRow,
} from './projection/counter.fixture';
import { liveRows } from './projection/view';
import { added, appendSurely, counterDefinitions, handClock } from './runtime.fixture';
import { silentLogger } from './support/logger';

const projection = { ...counterProjection, subjects: ['evt.devices.counter.*'] };
const process = { ...orderProcess, subjects: ['evt.devices.order.*'] };

let nats: TestNats;
beforeAll(async () => {
  nats = await startTestNats();
});
afterAll(() => nats.stop());

const until = (condition: () => unknown): Promise<unknown> =>
  vi.waitUntil(condition, { timeout: 40_000, interval: 20 });

const open = async () =>
  JetStreamEventLog.open(await nats.connect('devices'), { definitions: counterDefinitions });

type Runners = ReturnType<typeof runners>;

const runners = (log: EventLog, database: DataSource) => {
  const act = async (): Promise<void> => undefined;
  const counters = counterRunner(log, database, { projection, waitMs: 30_000 });
  const orders = new ProcessRunner({
    ...{ log, database, process, service: 'devices', logger: silentLogger, clock: handClock() },
    ...{ replicaId: 'a', pollMs: 5, leaseMs: 1000, backoff: () => 20 },
    handlers: { AskPayment: act, Note: act, Remind: act, Ship: act },
    deadLetters: { publish: async () => undefined },
  });
  counters.start();
  orders.start();
  return { counters, orders, stop: async () => void (await Promise.all([counters.stop(), orders.stop()])) };
};

const write = async (log: EventLog, times: number): Promise<void> => {
  for (let n = 0; n < times; n += 1) {
    await appendSurely(log, { aggregate: 'counter', id: 'c' }, [added(1)]);
    await appendSurely(log, { aggregate: 'order', id: 'o' }, [noted(String(n))]);
  }
};

/** Who has read no further than the older log goes cannot tell it from its own. */
const readAll = async (log: EventLog, { counters, orders }: Runners): Promise<void> => {
  await counters.waitFor(await log.lastPosition(projection.subjects));
  const last = await log.lastPosition(process.subjects);
  await until(async () => (await orders.report()).position === last);
};

const totalOf = async (database: DataSource): Promise<CounterRow['total'] | undefined> =>
  (await liveRows(database, counterTable, projection).getOne())?.total;

/** The server's directory as it was, in place of what it is. */
const swapIn = async (copy: string): Promise<void> => {
  await nats.kill9();
  await rm(nats.storeDir, { recursive: true });
  await cp(copy, nats.storeDir, { recursive: true });
  await nats.restart();
};

it('An older store directory is noticed at reconnect and at start: rows are built anew, processes stop and ask', async () => {
  await using file = await counterFile();
  const [log, database] = [await open(), await file.open()];
  const copy = `${nats.storeDir}-older`;
  const live = runners(log, database);
  await write(log, 3);
  await readAll(log, live);
  await nats.kill9();
  await cp(nats.storeDir, copy, { recursive: true });
  await nats.restart();
  await write(log, 4);
  await readAll(log, live);
  expect(await totalOf(database)).toBe(7);

  await swapIn(copy);
  await until(() => live.orders.status().trouble?.kind === 'other-log');
  await until(async () => (await totalOf(database)) === 3);
  expect((await live.counters.report()).rebuild).toMatchObject({ reason: 'another-log', state: 'swapped' });
  await live.orders.adopt(await log.lastPosition(process.subjects));
  await write(log, 4);
  await readAll(log, live);
  expect(await totalOf(database)).toBe(7);
  await live.stop();

  // The same while nobody looks: as many commits as were read, by other writers, stand in the log at the next start.
  await swapIn(copy);
  const again = await open();
  await write(again, 4);
  const begun = runners(again, database);
  await until(() => begun.orders.status().trouble?.kind === 'other-log');
  await until(async () => (await begun.counters.report()).generation === 3);
  await begun.counters.waitFor(await again.lastPosition(projection.subjects));
  expect(await totalOf(database)).toBe(7);
  await begun.stop();
});
