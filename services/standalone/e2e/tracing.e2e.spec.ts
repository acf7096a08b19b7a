import { SimulatedDevice, startOtlpSink, startSystem, type SinkSpan, type System } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { password, signIn } from './client';

let sink: Awaited<ReturnType<typeof startOtlpSink>>;
let system: System;
beforeAll(async () => {
  sink = await startOtlpSink();
  system = await startSystem({
    env: {
      TUTTI_ADMIN_PASSWORD: password,
      OTEL_EXPORTER_OTLP_ENDPOINT: sink.url,
      OTEL_TRACES_SAMPLER: 'parentbased_always_off',
      OTEL_BSP_SCHEDULE_DELAY: '100',
      TRACE_RATIO: '1',
    },
  });
});
afterAll(async () => {
  await system.dispose();
  await sink.stop();
});

const traceId = 'ab'.repeat(16);
const caller = 'cd'.repeat(8);
const found = (wanted: (span: SinkSpan) => boolean): Promise<SinkSpan> =>
  vi.waitUntil(() => sink.spans.find(wanted), { timeout: 30_000, interval: 50 });

/** From a span up to the caller. */
const pathTo = (span: SinkSpan): readonly string[] => {
  const parent = sink.trace(traceId).find(({ spanId }) => spanId === span.parentSpanId);
  return parent ? [...pathTo(parent), span.name] : [span.name];
};

describe('tracing', () => {
  it('follows one enrolment from its request through the log into the list of devices', async () => {
    const client = await signIn(system.url);
    const issued = await client.send('POST', 'enrolment-tokens', {
      note: 'traced',
      ttlSeconds: 600,
      maxUses: 1,
      autoAccept: true,
    });
    const { token } = (await issued.json()) as { token: string };
    const device = new SimulatedDevice({ url: system.url, serial: 'traced-0001' });
    const answer = await fetch(`${system.url}/api/v1/enrolments`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', traceparent: `00-${traceId}-${caller}-01` },
      body: JSON.stringify(await device.request({ token })),
    });
    expect(answer.ok).toBe(true);
    const within = (name: string) => found((span) => span.traceId === traceId && span.name === name);
    const projected = await within('process device-list');
    const published = await within('publish evt.devices.device.{id}');
    const request = await within('POST /api/v1/enrolments');
    expect(request).toMatchObject({ kind: 2, parentSpanId: caller });
    expect(pathTo(published)).toEqual(['POST /api/v1/enrolments', 'publish evt.devices.device.{id}']);
    expect(pathTo(projected)[0]).toBe('POST /api/v1/enrolments');
    expect(projected.attributes['messaging.destination.template']).toBe('evt.devices.device.{id}');
    expect(JSON.stringify(sink.trace(traceId))).not.toContain('traced-0001');
  });

  it('follows a message of an agent into the tables, and keeps nothing that nobody asked for', async () => {
    const taken = await found(({ name }) => /^process devices-(heartbeat|vitals|inference)$/.test(name));
    expect(taken.parentSpanId === '' ? taken.links.length : 1).toBeGreaterThan(0);
    const unasked = sink.spans.filter(({ name }) => name === 'POST /api/v1/sessions');
    expect(unasked).toEqual([]);
  });
});
