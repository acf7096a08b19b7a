import type { Runners } from '@tutti/contracts/system';
import type { EventLog } from '@tutti/event-store';
import { Module } from '@nestjs/common';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { systemClock } from '@tutti/kernel';
import { jetStreamDeadLetters, silentLogger } from '@tutti/runtime';
import { startTestNats, type TestNats } from '@tutti/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { createHttpApp, createLogger, KEY_SOURCE, RunnersModule, type ManagedRunner } from '../src/index';
import { HaltWatch } from '../src/runners/halt-watch';
import { signing } from './example.module';
import { realm, tokenFor } from './harness';
import { count, countLog, openRunners } from './runners.fixture';

@Module({})
class TestModule {}

@Module({})
class KeysModule {}

const keys = {
  module: KeysModule,
  providers: [
    { provide: KEY_SOURCE, useValue: { key: () => signing.publicKey, refresh: () => Promise.resolve() } },
  ],
};

let nats: TestNats;
let admin: NatsConnection;
beforeAll(async () => {
  nats = await startTestNats();
  admin = await nats.connectAdmin();
});
afterAll(() => nats.stop());

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** Two services in one process: the second has nothing to show. */
const serve = async (runners: readonly ManagedRunner[], log = countLog()) => {
  const base = { log, connection: admin, clock: systemClock, logger: silentLogger };
  const imports = [keys, RunnersModule.of('test', runners, base), RunnersModule.of('other', [], base)];
  const app = await createHttpApp(
    { module: TestModule, imports },
    {
      ...{ host: '127.0.0.1', port: 0, realm, pageTokenKey: 'k'.repeat(32) },
      logger: createLogger({ name: 'test', level: 'fatal' }),
      api: { title: 'Test', version: '1.0.0' },
    },
  );
  closing.push(() => app.close());
  const call = async (method: string, path: string, body?: unknown, as: 'admin' | 'manager' = 'admin') => {
    const response = await fetch(`${app.url}/api/v1/services/${path}`, {
      method,
      headers: { authorization: `Bearer ${await tokenFor(as)}`, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as never };
  };
  return {
    call,
    runners: async () => (await call('GET', 'test/runners')).body as Runners,
    refusal: async (method: string, path: string, body?: unknown) => {
      const { status, body: problem } = await call(method, path, body);
      return [status, (problem as { code: string } | undefined)?.code];
    },
  };
};

const opened = async (log: EventLog) => {
  const kept = await openRunners(log);
  closing.push(kept.close);
  const start = (from = log, mended?: () => boolean) => {
    const parts = kept.open(from, mended);
    const runners = [parts.counts, parts.tally];
    for (const runner of runners) runner.start();
    const stop = async () => void (await Promise.all(runners.map((runner) => runner.stop())));
    closing.push(stop);
    return { ...parts, runners, stop };
  };
  return { start, idle: () => Object.values(kept.open()) };
};

test('only a commit that cannot be read is passed over', async () => {
  const log = countLog();
  const api = await serve([], log);
  await count(log, 'a');
  const skip = (position: number, reason?: string) => api.refusal('POST', 'test/skips', { position, reason });
  expect(await skip(1, 'it is in the way')).toEqual([409, 'commit.readable']);
  expect(await skip(2, 'it is in the way')).toEqual([422, 'commit.not-found']);
  expect(await skip(0)).toEqual([400, 'request.invalid']);
});

describe('The runners of a service', () => {
  test('are shown as they stand, to those who may manage the system', async () => {
    const log = countLog();
    const { runners } = (await opened(log)).start();
    const api = await serve(runners);
    const position = await count(log, 'a');
    await vi.waitUntil(async () => (await api.runners()).processes[0]?.position === position);
    const [counts] = (await api.runners()).projections;
    expect(counts).toMatchObject({
      name: 'counts',
      generation: 1,
      position,
      target: position,
      rebuild: null,
    });
    expect(counts).toMatchObject({ phase: 'leading', leader: true, error: null, trouble: null });
    expect((await api.runners()).processes).toMatchObject([{ name: 'tally', parked: 0, target: position }]);
    expect(await api.call('GET', 'other/runners')).toEqual({
      status: 200,
      body: { projections: [], processes: [], telemetry: [] },
    });
    expect(await api.call('GET', 'test/runners', undefined, 'manager')).toMatchObject({ status: 403 });
  });

  test('a projection is rebuilt, once however often somebody asks, and says who asked', async () => {
    const log = countLog();
    const { runners } = (await opened(log)).start();
    const api = await serve(runners);
    await count(log, 'a');
    await vi.waitUntil(async () => (await api.runners()).projections[0]?.position === 1);
    const asked = await api.call('POST', 'test/projections/counts/rebuild');
    const rebuild = { reason: 'asked', generation: 2, askedBy: 'user:admin-1' };
    expect(asked).toMatchObject({ status: 202, body: { name: 'counts', rebuild } });
    await vi.waitUntil(async () => (await api.runners()).projections[0]?.rebuild?.state === 'swapped');
    expect((await api.runners()).projections[0]).toMatchObject({ generation: 2, position: 1, rebuild });
    expect(await api.call('DELETE', 'test/projections/counts/rebuild')).toEqual({ status: 204 });
    expect(await api.refusal('POST', 'test/projections/nothing/rebuild')).toEqual([
      404,
      'projection.not-found',
    ]);
  });

  test('one that has not begun cannot be rebuilt', async () => {
    const api = await serve((await opened(countLog())).idle());
    expect(await api.refusal('POST', 'test/projections/counts/rebuild')).toEqual([
      409,
      'projection.not-begun',
    ]);
  });

  test('a parked instance is shown with its error, and resumed', async () => {
    const log = countLog();
    let mended = false;
    const { runners } = (await opened(log)).start(log, () => mended);
    const api = await serve(runners);
    await count(log, 'bad');
    await count(log, 'bad');
    await vi.waitUntil(async () => (await api.runners()).processes[0]?.parked === 1);
    await vi.waitUntil(async () => (await api.runners()).processes[0]?.position === 2);
    const shown = await api.call('GET', 'test/processes/tally/parked');
    const error = expect.stringContaining('cannot tally') as string;
    expect(shown.body).toMatchObject({ items: [{ instanceId: 'bad', error, failed: null, waiting: 2 }] });
    const resume = 'test/processes/tally/parked/bad/resume';
    mended = true;
    expect((await api.call('POST', resume)).status).toBe(204);
    expect((await api.runners()).processes[0]?.parked).toBe(0);
    expect(await api.refusal('POST', resume)).toEqual([404, 'process.not-parked']);
    expect(await api.refusal('GET', 'test/processes/nothing/parked')).toEqual([404, 'process.not-found']);
  });

  test('a process that stopped at another log goes on where a person says', async () => {
    const log = countLog();
    const service = await opened(log);
    const first = service.start();
    await count(log, 'a');
    await vi.waitUntil(async () => (await first.tally.report()).position === 1);
    await first.stop();
    const other = countLog();
    const second = service.start(other);
    const api = await serve(second.runners);
    await vi.waitUntil(async () => (await api.runners()).processes[0]?.trouble?.kind === 'other-log');
    const adopt = 'test/processes/tally/adopt';
    const letters = (await jetstreamManager(admin)).streams;
    const letter = () => letters.getMessage('DEAD_LETTERS', { last_by_subj: 'dlq.test.tally._' });
    const deadLetters = jetStreamDeadLetters(jetstream(admin));
    const watch = new HaltWatch({
      ...{ service: 'test', runners: second.runners, deadLetters },
      ...{ clock: systemClock, logger: silentLogger },
    });
    for (let looks = 0; looks < 12; looks += 1) await watch.look();
    expect((await letter())?.json()).toMatchObject({ service: 'test', process: 'tally', instanceId: null });
    expect(await api.refusal('POST', adopt, { position: 7 })).toEqual([422, 'commit.not-found']);
    expect(await api.refusal('POST', adopt, { position: -1 })).toEqual([400, 'request.invalid']);
    expect((await api.call('POST', adopt, { position: 0 })).status).toBe(204);
    await count(other, 'b');
    await vi.waitUntil(async () => (await api.runners()).processes[0]?.position === 1);
    expect(await api.refusal('POST', adopt, { position: 0 })).toEqual([409, 'process.not-halted']);
  });
});
