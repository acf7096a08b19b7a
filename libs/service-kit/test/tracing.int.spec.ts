import { once } from 'node:events';
import { type Server, createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { MemoryEventLog } from '@tutti/event-store';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startTracing, type Tracing, traceEventLog, withConsumerSpan, withSpan } from '../src/index';
import { start } from './harness';

let collector: Server;
let tracing: Tracing;
const received: Buffer[] = [];

beforeAll(async () => {
  collector = createServer((request, response) => {
    void buffer(request).then((body) => {
      if (request.url === '/v1/traces') received.push(body);
      response.end();
    });
  });
  collector.listen(0, '127.0.0.1');
  await once(collector, 'listening');
  const { port } = collector.address() as AddressInfo;
  tracing = await startTracing({ endpoint: `http://127.0.0.1:${port}/`, serviceName: 'tutti-test' });
});
afterAll(() => {
  collector.close();
});

test('requests, commits and consumers become spans of one trace', async () => {
  const kit = await start();
  const traceId = 'e'.repeat(32);
  await kit.fetch('/api/v1/devices/abc', { headers: { traceparent: `00-${traceId}-${'d'.repeat(16)}-01` } });
  const log = traceEventLog(new MemoryEventLog());
  await withSpan('test', { parent: `00-${traceId}-${'d'.repeat(16)}-01` }, () =>
    log.append([
      {
        id: crypto.randomUUID(),
        context: 'devices',
        aggregate: 'device',
        aggregateId: 'abc',
        expected: 0,
        time: new Date(),
        metadata: {},
        events: [],
      },
    ]),
  );
  const metadata = { traceparent: `00-${traceId}-${'d'.repeat(16)}-01` };
  const commit = { id: 'c', position: 1, subject: 'evt.devices.device.abc', events: [{ metadata }] };
  await withConsumerSpan('device-list', [commit as never], async () => undefined);
  await kit.app.close();
  await tracing.shutdown();
  const sent = Buffer.concat(received).toString('latin1');
  for (const name of [
    'tutti-test',
    'GET /api/v1/devices/:id',
    'publish evt.devices.device.{id}',
    'process device-list',
  ])
    expect(sent).toContain(name);
  expect(sent.split(Buffer.from(traceId, 'hex').toString('latin1')).length - 1).toBeGreaterThanOrEqual(3);
  expect(sent).not.toContain('evt.devices.device.abc');
});

test('nothing starts without an endpoint', async () => {
  expect((await startTracing({ endpoint: undefined, serviceName: 'x' })).enabled).toBe(false);
});
