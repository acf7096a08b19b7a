import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { startTestNats, type TestNats } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { z } from 'zod';
import { silentLogger } from '../support/logger';
import { TelemetryConsumer, type Received, type TelemetryConsumerOptions } from './telemetry-consumer';

const reading = z.object({ seq: z.number().int(), deviceId: z.string().optional() });
type Reading = z.infer<typeof reading>;
type Options = TelemetryConsumerOptions<Reading>;

const until = (condition: () => unknown): Promise<unknown> =>
  vi.waitUntil(condition, { timeout: 30_000, interval: 10 });

let nats: TestNats;
let service: NatsConnection;
let anybody: NatsConnection;
let kinds = 0;

beforeAll(async () => {
  nats = await startTestNats();
  service = await nats.connect('devices');
  anybody = await nats.connectAdmin();
});

afterAll(() => nats.stop());

const send = async (kind: string, payload: unknown, from = anybody): Promise<void> => {
  const text = typeof payload === 'string' ? payload : JSON.stringify(payload);
  await from.request(`tel.d1.${kind}`, text, { timeout: 5000 });
};

/** Rows as a table would hold them: by key, a repeat overwrites. */
const table = () => {
  const rows = new Map<string, Received<Reading>>();
  const batches: number[] = [];
  const store = async (batch: readonly Received<Reading>[]): Promise<void> => {
    batches.push(batch.length);
    for (const row of batch) rows.set(`${row.deviceId}/${row.body.seq}`, row);
  };
  return { rows, batches, store, keys: () => [...rows.keys()] };
};

/** Real devices may publish a few kinds only; every other test has a kind, and thereby a consumer, of its own. */
const aKind = (): string => `kind${(kinds += 1)}`;

const consumer = (
  kind: string,
  changes: Partial<Options> & Pick<Options, 'store'>,
): TelemetryConsumer<Reading> =>
  new TelemetryConsumer({
    js: jetstream(service, { checkAPI: false }),
    durable: `devices-${kind}`,
    kind,
    parse: (payload) => reading.parse(payload),
    logger: silentLogger,
    maxWaitMs: 10,
    probeMs: 20,
    backoff: () => 20,
    ...changes,
  });

describe('TelemetryConsumer', () => {
  it('stores what devices say in batches, under the name that the server checked', async () => {
    const [kind, to] = ['heartbeat', table()];
    const { connection } = await nats.connectDevice({ id: 'd1' });
    for (let seq = 0; seq < 30; seq += 1) await send(kind, { seq, deviceId: 'somebody-else' }, connection);
    const consuming = consumer(kind, { ...to, maxBatch: 20 });
    consuming.start();
    await until(() => to.rows.size === 30);
    expect(to.keys()).toEqual(Array.from({ length: 30 }, (_, seq) => `d1/${seq}`));
    expect(Math.max(...to.batches)).toBe(20);
    await until(() => consuming.status().ready && consuming.lag() === 0);
    expect(consuming.status()).toMatchObject({
      phase: 'running',
      received: 30,
      malformed: 0,
      gaps: 0,
      error: null,
    });
    await consuming.stop();
    expect(consuming.status().phase).toBe('stopped');
  });

  it('reads several kinds in the order in which they came, and says which is which', async () => {
    const kinds = [aKind(), aKind()] as const;
    const rows: (readonly [string, number])[] = [];
    const consuming = new TelemetryConsumer<{ readonly kind: string; readonly seq: number }>({
      js: jetstream(service, { checkAPI: false }),
      ...{
        durable: `devices-${kinds.join('-')}`,
        kind: 'several',
        subjects: kinds.map((one) => `tel.*.${one}`),
      },
      parse: (payload, kind) => ({ kind, ...reading.parse(payload) }),
      store: async (batch) => void rows.push(...batch.map(({ body }) => [body.kind, body.seq] as const)),
      logger: silentLogger,
      maxWaitMs: 10,
    });
    for (let seq = 0; seq < 6; seq += 1) await send(kinds[seq % 2] ?? '', { seq });
    consuming.start();
    await until(() => rows.length === 6);
    expect(rows).toEqual(Array.from({ length: 6 }, (_, seq) => [kinds[seq % 2], seq]));
    await consuming.stop();
  });

  it('passes over what is malformed, counts it, and goes on', async () => {
    const [kind, to] = [aKind(), table()];
    const warnings: object[] = [];
    const logger = { ...silentLogger, warn: (fields: object) => void warnings.push(fields) };
    const consuming = consumer(kind, { ...to, logger });
    consuming.start();
    for (const payload of ['no json', '', '{"seq":"one"}', '[]', 'null']) await send(kind, payload);
    await send(kind, { seq: 1 });
    await until(() => to.rows.size === 1 && consuming.status().malformed === 5);
    await until(() => consuming.lag() === 0);
    expect(warnings).toHaveLength(1);
    expect(warnings[0]).toMatchObject({ deviceId: 'd1', kind });
    await consuming.stop();
  });

  it('tries a batch again until it is stored, and goes on after a restart of its own', async () => {
    const [kind, to] = [aKind(), table()];
    let failures = 3;
    const store: Options['store'] = async (batch) => {
      if (failures > 0) {
        failures -= 1;
        throw new Error('disk on fire');
      }
      await to.store(batch);
    };
    const first = consumer(kind, { store, backoff: () => 100 });
    first.start();
    await send(kind, { seq: 1 });
    await until(() => first.status().error === 'disk on fire');
    expect(first.status()).toMatchObject({ phase: 'failing', ready: false });
    await until(() => to.rows.size === 1 && first.status().ready);
    await first.stop();
    await send(kind, { seq: 2 });
    const second = consumer(kind, to);
    second.start();
    await until(() => to.rows.size === 2);
    await second.stop();
  });

  it('gives the watermark of the server, in silence too, and never ahead of what is not stored', async () => {
    const kind = aKind();
    const to = table();
    const gate = Promise.withResolvers<void>();
    const store: Options['store'] = async (batch) => {
      await gate.promise;
      await to.store(batch);
    };
    const consuming = consumer(kind, { store });
    expect(consuming.watermark()).toBeNull();
    expect(consuming.heard()).toBeUndefined();
    const hears = () => ({
      since: Number(consuming.heard()?.since),
      until: Number(consuming.heard()?.until),
    });
    consuming.start();
    await until(() => consuming.watermark() !== null);
    const silent = consuming.watermark();
    await until(() => (consuming.watermark() ?? 0) > (silent ?? 0));
    await send(kind, { seq: 1 });
    await until(() => consuming.lag() === 1);
    const [held, heard] = [consuming.watermark(), hears()];
    let looks = 0;
    await until(() => (looks += 1) > 10);
    expect(consuming.watermark()).toEqual(held);
    gate.resolve();
    await until(() => consuming.lag() === 0);
    expect(hears().since).toBe(heard.since);
    expect(hears().until).toBeGreaterThan(heard.until);
    const receivedAt = to.rows.get('d1/1')?.receivedAt;
    expect(consuming.watermark()?.getTime()).toBeGreaterThanOrEqual(receivedAt?.getTime() ?? Infinity);
    expect(held?.getTime()).toBeLessThanOrEqual(receivedAt?.getTime() ?? 0);
    await consuming.stop();
  });

  it('is shared by replicas: every message is stored by one of them', async () => {
    const kind = aKind();
    const [one, two] = [table(), table()];
    const replicas = [consumer(kind, { ...one, maxBatch: 5 }), consumer(kind, { ...two, maxBatch: 5 })];
    for (const replica of replicas) replica.start();
    await until(() => replicas.every((replica) => replica.status().ready));
    for (let seq = 0; seq < 100; seq += 1) await send(kind, { seq });
    await until(() => one.rows.size + two.rows.size === 100);
    expect(new Set([...one.keys(), ...two.keys()]).size).toBe(100);
    await until(() => replicas.every((replica) => replica.lag() === 0));
    await Promise.all(replicas.map((replica) => replica.stop()));
  });
});

describe('TelemetryConsumer whose messages have an order', () => {
  const upTo = (count: number): number[] => Array.from({ length: count }, (_, seq) => seq);

  it('given two replicas, the first of which is slow, then what came later is not stored before it', async () => {
    const kind = aKind();
    const stored: number[] = [];
    let waits = 1;
    const store: Options['store'] = async (batch) => {
      if (waits-- > 0) await until(() => replicas.every((replica) => (replica.lag() ?? 0) >= 20));
      stored.push(...batch.map(({ body }) => body.seq));
    };
    const replicas = [1, 2].map(() => consumer(kind, { store, inOrder: true, maxBatch: 5 }));
    for (const replica of replicas) replica.start();
    await until(() => replicas.every((replica) => replica.status().ready));
    for (let seq = 0; seq < 20; seq += 1) await send(kind, { seq });
    await until(() => stored.length === 20);
    expect(stored).toEqual(upTo(20));
    await Promise.all(replicas.map((replica) => replica.stop()));
  });

  it('given the replica that reads is gone, then the other one goes on, and nothing is missing', async () => {
    const kind = aKind();
    const [one, two] = [table(), table()];
    const dying = await nats.connect('devices');
    const first = consumer(kind, { ...one, inOrder: true, js: jetstream(dying, { checkAPI: false }) });
    first.start();
    await send(kind, { seq: 0 });
    await until(() => one.rows.size === 1);
    const second = consumer(kind, { ...two, inOrder: true });
    second.start();
    await until(() => second.status().ready);
    await dying.close();
    for (let seq = 1; seq < 5; seq += 1) await send(kind, { seq });
    await until(() => two.rows.size === 4);
    expect(two.keys()).toEqual([1, 2, 3, 4].map((seq) => `d1/${seq}`));
    await Promise.all([first.stop(), second.stop()]);
  });

  it('given the replica that reads is stopped, then no other one waits for its end', async () => {
    const [kind, to] = [aKind(), table()];
    const { consumers } = await jetstreamManager(service, { checkAPI: false });
    const told = async () => JSON.stringify(await consumers.info('TELEMETRY', `devices-${kind}`));
    const first = consumer(kind, { ...to, inOrder: true });
    first.start();
    await send(kind, { seq: 0 });
    await until(() => to.rows.size === 1 && first.lag() === 0);
    expect(await told()).toContain('pinned_client_id');
    await first.stop();
    expect(await told()).not.toContain('pinned_client_id');
  });

  it('is one that had none before', async () => {
    const [kind, to] = [aKind(), table()];
    const before = consumer(kind, to);
    before.start();
    await send(kind, { seq: 0 });
    await until(() => to.rows.size === 1);
    await before.stop();
    const after = consumer(kind, { ...to, inOrder: true });
    after.start();
    await send(kind, { seq: 1 });
    await until(() => to.rows.size === 2 && after.lag() === 0);
    expect(after.status().received).toBe(1);
    await after.stop();
  });
});

describe('TelemetryConsumer of a log that discards', () => {
  const limit = async (max_msgs: number): Promise<void> => {
    const { streams } = await jetstreamManager(anybody, { checkAPI: false });
    await streams.update('TELEMETRY', { max_msgs });
  };

  it('counts what was discarded while it lagged', async () => {
    const [kind, to] = [aKind(), table()];
    const gate = Promise.withResolvers<void>();
    const store: Options['store'] = async (batch) => {
      await gate.promise;
      await to.store(batch);
    };
    const consuming = consumer(kind, { store, maxBatch: 5 });
    consuming.start();
    for (let seq = 0; seq < 60; seq += 1) await send(kind, { seq });
    await until(() => consuming.lag() === 60);
    await limit(10);
    await until(() => consuming.status().gaps === 1);
    gate.resolve();
    await until(() => consuming.lag() === 0);
    expect(to.rows.size + consuming.status().missed).toBe(60);
    expect(consuming.status().missed).toBeGreaterThan(0);
    await consuming.stop();
    await limit(-1);
  });

  it('says so when it comes back and the log has moved on', async () => {
    const [kind, to] = [aKind(), table()];
    const first = consumer(kind, to);
    first.start();
    await send(kind, { seq: 0 });
    await until(() => first.status().received === 1 && first.lag() === 0);
    await first.stop();
    await limit(5);
    for (let seq = 1; seq < 20; seq += 1) await send(kind, { seq });
    const second = consumer(kind, to);
    second.start();
    await until(() => to.rows.has('d1/19'));
    expect(second.status()).toMatchObject({ gaps: 1, missed: 0 });
    await second.stop();
    await limit(-1);
  });
});

describe('TelemetryConsumer over crashes of the server', () => {
  it('loses nothing that was acknowledged to the device', async () => {
    const [kind, to] = [aKind(), table()];
    const consuming = consumer(kind, to);
    consuming.start();
    const acknowledged: number[] = [];
    const publish = async (from: number): Promise<void> => {
      for (let seq = from; seq < from + 50; seq += 1) {
        await send(kind, { seq }).then(
          () => acknowledged.push(seq),
          () => undefined,
        );
      }
    };
    await publish(0);
    await nats.kill9();
    await nats.restart();
    await until(async () =>
      send(kind, { seq: 1000 }).then(
        () => true,
        () => false,
      ),
    );
    await publish(2000);
    await until(() => acknowledged.every((seq) => to.rows.has(`d1/${seq}`)));
    expect(acknowledged.length).toBeGreaterThan(50);
    await until(() => consuming.status().ready && consuming.lag() === 0);
    expect(consuming.status().gaps).toBe(0);
    await consuming.stop();
  });
});
