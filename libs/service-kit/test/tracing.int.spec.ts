import { MemoryEventLog, type NewCommit } from '@tutti/event-store';
import type { Commit } from '@tutti/kernel';
import { startOtlpSink, type SinkSpan } from '@tutti/testing';
import { Registry } from 'prom-client';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { startTracing, type Tracing, tracedWork, traceEventLog, withSpan } from '../src/index';
import { type Harness, start } from './harness';

let sink: Awaited<ReturnType<typeof startOtlpSink>>;
let tracing: Tracing;
let kit: Harness;

beforeAll(async () => {
  vi.stubEnv('OTEL_BSP_SCHEDULE_DELAY', '20');
  sink = await startOtlpSink();
  tracing = await startTracing({ endpoint: `${sink.url}/`, serviceName: 'tutti-test' });
  kit = await start();
});
afterAll(async () => {
  await kit.app.close();
  await tracing.shutdown();
  await sink.stop();
  vi.unstubAllEnvs();
});

let traces = 0;
const caller = 'd'.repeat(16);
/** A trace of a caller of ours, who wants it kept or not. */
const aTrace = (sampled = true) => {
  const id = (traces += 1).toString(16).padStart(32, 'e');
  return { id, parent: `00-${id}-${caller}-${sampled ? '01' : '00'}` };
};

const spanOf = (traceId: string, name: string): Promise<SinkSpan> =>
  vi.waitUntil(() => sink.trace(traceId).find((span) => span.name === name), { timeout: 10_000 });

const newCommit = (): NewCommit => ({
  ...{ id: crypto.randomUUID(), context: 'devices', aggregate: 'device', aggregateId: crypto.randomUUID() },
  ...{ expected: 0, time: new Date(), metadata: {}, events: [] },
});

const commitOf = (traceparent: string | undefined, position = 1): Commit => ({
  ...{ id: `c${position}`, position, subject: 'evt.devices.device.abc' },
  events: [{ metadata: { traceparent }, context: 'devices', aggregate: 'device' }] as never,
});

describe('A trace', () => {
  test('of a request goes on from its caller, by the route and not by the path', async () => {
    const { id, parent } = aTrace();
    await kit.fetch('/api/v1/devices/abc', { headers: { traceparent: parent } });
    const span = await spanOf(id, 'GET /api/v1/devices/:id');
    expect(span).toMatchObject({ service: 'tutti-test', kind: 2, parentSpanId: caller });
    expect(span.attributes).toMatchObject({
      'http.request.method': 'GET',
      'http.route': '/api/v1/devices/:id',
      'http.response.status_code': 200,
    });
  });

  test('of a command goes through its append, whose commit says which trace it is', async () => {
    const { id, parent } = aTrace();
    let appended: NewCommit | undefined;
    const memory = new (class extends MemoryEventLog {
      override append(commits: readonly [NewCommit, ...NewCommit[]]) {
        [appended] = commits;
        return super.append(commits);
      }
    })();
    const log = traceEventLog(memory, new Registry());
    await withSpan('command', { parent }, () => log.append([newCommit()]));
    const command = await spanOf(id, 'command');
    const publish = await spanOf(id, 'publish evt.devices.device.{id}');
    expect(publish).toMatchObject({ kind: 4, parentSpanId: command.spanId });
    expect(publish.attributes).toMatchObject({
      'messaging.system': 'nats',
      'messaging.operation.name': 'publish',
      'messaging.operation.type': 'send',
      'messaging.destination.template': 'evt.devices.device.{id}',
    });
    expect(appended?.metadata.traceparent).toMatch(new RegExp(`^00-${id}-${publish.spanId}-01$`));
  });

  test('of a commit ends in the projection that took it in, alone or in a batch', async () => {
    const { around } = tracedWork(new Registry());
    const [alone, first, second, unkept] = [aTrace(), aTrace(), aTrace(), aTrace(false)];
    await around('device-list', [commitOf(alone.parent)], async () => undefined);
    const one = await spanOf(alone.id, 'process device-list');
    expect(one).toMatchObject({ kind: 5, parentSpanId: caller, links: [] });
    expect(one.attributes).toMatchObject({
      'messaging.message.id': 'c1',
      'messaging.batch.message_count': 1,
      'messaging.destination.subscription.name': 'device-list',
    });
    const batch = [first, second, unkept].map(({ parent }, index) => commitOf(parent, index + 1));
    await around('device-list', batch, async () => undefined);
    const span = await spanOf(second.id, 'process device-list');
    expect(span).toMatchObject({ parentSpanId: caller });
    expect(span.attributes).toMatchObject({ 'messaging.nats.sequence.stream': 2 });
    const [shared = ''] = span.links;
    expect((await spanOf(shared, 'process device-list')).links).toEqual([first.id, second.id]);
    expect(sink.trace(unkept.id)).toEqual([]);
  });

  test('of an event goes through the effects of a process, and that of a device into the tables', async () => {
    const { aroundEffect, aroundTelemetry } = tracedWork(new Registry());
    const [effect, telemetry] = [aTrace(), aTrace()];
    await aroundEffect(
      'twin',
      { type: 'WriteTwin', metadata: { traceparent: effect.parent } },
      async () => 1,
    );
    expect(await spanOf(effect.id, 'effect twin WriteTwin')).toMatchObject({ parentSpanId: caller });
    const batch = { kind: 'vitals', traceparents: [telemetry.parent] };
    await aroundTelemetry('devices-vitals', batch, async () => 1);
    const span = await spanOf(telemetry.id, 'process devices-vitals');
    expect(span).toMatchObject({ kind: 5, parentSpanId: caller });
    expect(span.attributes).toMatchObject({ 'messaging.destination.template': 'tel.{id}.vitals' });
  });

  test('says that something failed, and not what was said', async () => {
    const { id, parent } = aTrace();
    const failing = withSpan('work', { parent }, () => Promise.reject(new RangeError('eve@example.org')));
    await expect(failing).rejects.toThrow(RangeError);
    const span = await spanOf(id, 'work');
    expect(span.attributes).toEqual({ 'error.type': 'RangeError' });
  });
});

describe('A measured duration', () => {
  const openMetrics = { accept: 'application/openmetrics-text; version=1.0.0; charset=utf-8' };

  test('names a trace that is kept, where the scraper can read that', async () => {
    const [kept, unkept] = [aTrace(), aTrace(false)];
    await kit.fetch('/api/v1/devices/abc', { headers: { traceparent: kept.parent } });
    await kit.fetch('/api/v1/devices/abc', { headers: { traceparent: unkept.parent } });
    const open = await kit.fetch('/metrics', { headers: openMetrics });
    const text = await open.text();
    expect(open.headers.get('content-type')).toMatch(/^application\/openmetrics-text/);
    expect(text).toMatch(
      new RegExp(`http_server_request_duration_seconds_bucket\\{.*\\} \\d+ # \\{trace_id="${kept.id}"`),
    );
    expect(text).not.toContain(unkept.id);
    expect(text.endsWith('# EOF\n')).toBe(true);
  });

  test('is the same to a scraper of the older format, before and after', async () => {
    const names = async () =>
      [...(await (await kit.fetch('/metrics')).text()).matchAll(/^# TYPE (\S+ \S+)$/gm)].map(
        ([, name]) => name,
      );
    const before = await names();
    await kit.fetch('/metrics', { headers: openMetrics });
    expect(await names()).toEqual(before);
    expect(before).toContain('process_cpu_seconds_total counter');
    expect(await (await kit.fetch('/metrics')).text()).not.toContain('trace_id');
  });

  test('of appends and batches stands by destination and consumer', async () => {
    const registry = new Registry();
    const { around } = tracedWork(registry);
    await traceEventLog(new MemoryEventLog(), registry).append([newCommit()]);
    await around('device-list', [commitOf(undefined)], async () => undefined);
    const failing = around('device-list', [commitOf(undefined)], () => Promise.reject(new Error('no')));
    await expect(failing).rejects.toThrow('no');
    const text = await registry.metrics();
    expect(text).toContain(
      'messaging_client_operation_duration_seconds_count{operation="publish",destination="evt.devices.device.{id}",outcome="done"} 1',
    );
    for (const outcome of ['done', 'failed'])
      expect(text).toContain(
        `messaging_process_duration_seconds_count{consumer="device-list",outcome="${outcome}"} 1`,
      );
  });
});

test('nothing starts without an endpoint', async () => {
  expect((await startTracing({ endpoint: undefined, serviceName: 'x' })).enabled).toBe(false);
});
