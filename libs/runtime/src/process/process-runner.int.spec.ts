import { JetStreamEventLog, type EventLog } from '@tutti/event-store';
import { startTestNats, type TestNats } from '@tutti/testing';
import type { DataSource } from 'typeorm';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { checkpointTable } from '../checkpoint/checkpoint.table';
import { appendSurely, counterDefinitions, handClock, testFile, type HandClock } from '../runtime.fixture';
import { silentLogger } from '../support/logger';
import { noted, orderProcess, paid, type OrderEffect } from './order.fixture';
import { ProcessRunner } from './process-runner';
import { outboxTable, stateTable } from './process.table';

const subjects = ['evt.devices.order.*'];
const process = { ...orderProcess, subjects };
const orders = ['o0', 'o1', 'o2'];

let nats: TestNats;
let log: EventLog;
beforeAll(async () => {
  nats = await startTestNats();
  log = await JetStreamEventLog.open(await nats.connect('devices'), { definitions: counterDefinitions });
});
afterAll(() => nats.stop());

const until = (condition: () => unknown): Promise<unknown> =>
  vi.waitUntil(condition, { timeout: 30_000, interval: 10 });

/** What was done, by the stable id of each effect: a repetition counts once. */
const world = () => {
  const done = new Map<string, OrderEffect>();
  const act = async (effect: OrderEffect, { id }: { readonly id: string }): Promise<void> => {
    // First time, first place: a late repetition of an effect must not change the order.
    if (!done.has(id)) done.set(id, effect);
  };
  const notes = (order: string): readonly string[] =>
    [...done.values()].flatMap((one) => (one.type === 'Note' && one.order === order ? [one.note] : []));
  const shipped = (prefix: string): readonly OrderEffect[] =>
    [...done.values()].filter((one) => one.type === 'Ship' && one.order.startsWith(prefix));
  return { handlers: { AskPayment: act, Note: act, Remind: act, Ship: act }, notes, shipped };
};

const replica = (
  database: DataSource,
  {
    name,
    replicaId,
    clock,
  }: { readonly name: string; readonly replicaId: string; readonly clock: HandClock },
  outside: ReturnType<typeof world>,
) =>
  new ProcessRunner({
    ...{ log, database, clock, replicaId, handlers: outside.handlers, service: 'devices' },
    steady: clock.steady,
    ...{ process: { ...process, name }, logger: silentLogger, maxBatch: 3, leaseMs: 1000, pollMs: 5 },
    ...{ backoff: () => 5, effectBackoff: () => 5, deadLetters: { publish: async () => undefined } },
  });

/** Notes to three orders in turn, then each is paid; answers with what each must have been told. */
const write = async (prefix: string, meanwhile: (index: number) => void = () => undefined) => {
  for (let index = 0; index < 60; index += 1) {
    await appendSurely(log, { aggregate: 'order', id: `${prefix}${index % 3}` }, [noted(String(index))]);
    meanwhile(index);
  }
  for (const id of orders) await appendSurely(log, { aggregate: 'order', id: prefix + id.slice(1) }, [paid]);
  return (order: number) => Array.from({ length: 20 }, (_, index) => String(index * 3 + order));
};

/** `meanwhile`: where clocks are in our hands, what waits for its next attempt waits for them. */
const settled = async (
  database: DataSource,
  name: string,
  meanwhile = (): void => undefined,
): Promise<void> => {
  const last = await log.lastPosition(subjects);
  await until(async () => {
    meanwhile();
    const at = await database.manager.findOneBy(checkpointTable, { name: `process:${name}` });
    return (
      at?.position === last && (await database.getRepository(outboxTable).countBy({ process: name })) === 0
    );
  });
};

it('A process takes every event in once and in order though the server is killed in the middle', async () => {
  await using file = await testFile();
  const [database, outside] = [await file.open(), world()];
  const running = replica(database, { name: 'killed', replicaId: 'a', clock: handClock() }, outside);
  running.start();
  const writing = write('k');
  await until(() => outside.notes('k0').length > 3);
  await nats.kill9();
  await nats.restart();
  const expected = await writing;
  await settled(database, 'killed');
  for (const order of [0, 1, 2]) expect(outside.notes(`k${order}`)).toEqual(expected(order));
  expect(outside.shipped('k')).toHaveLength(3);
  expect(await database.getRepository(stateTable).countBy({ process: 'killed' })).toBe(0);
  await running.stop();
});

it('Two replicas whose clocks are apart and whose leases run out take every event in once and in order', async () => {
  await using file = await testFile();
  const [first, second, outside] = [await file.open(), await file.open(), world()];
  const [slow, fast] = [handClock(), handClock('2026-11-23T00:00:05.000Z')];
  const replicas = [
    replica(first, { name: 'raced', replicaId: 'a', clock: slow }, outside),
    replica(second, { name: 'raced', replicaId: 'b', clock: fast }, outside),
  ];
  for (const one of replicas) one.start();
  const led = new Set<number>();
  const expected = await write('r', (index) => {
    replicas.forEach((one, which) => one.status().leader && led.add(which));
    // The one that leads is overtaken by the other's time, again and again.
    if (index % 6 === 0) slow.advance(9000);
    if (index % 6 === 3) fast.advance(9000);
  });
  await settled(first, 'raced', () => [slow, fast].forEach((clock) => clock.advance(5)));
  for (const order of [0, 1, 2]) expect(outside.notes(`r${order}`)).toEqual(expected(order));
  expect(outside.shipped('r')).toHaveLength(3);
  expect(led.size).toBe(2);
  await Promise.all(replicas.map((one) => one.stop()));
});
