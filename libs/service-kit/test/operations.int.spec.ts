import { networkInterfaces } from 'node:os';
import { createHttpApp, createLogger, type HttpApp } from '../src/index';
import { PassThrough } from 'node:stream';
import { Module } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Harness, realm, start } from './harness';

let kit: Harness;
beforeAll(async () => {
  kit = await start();
});
afterAll(() => kit.app.close());

describe('on this machine', () => {
  test('/healthz answers while the process lives', async () => {
    const response = await kit.fetch('/healthz', { as: 'nobody' });
    expect([response.status, await response.json()]).toEqual([200, { status: 'ok' }]);
  });

  test('/readyz names each check and is 503 while one fails', async () => {
    const ready = await kit.fetch('/readyz', { as: 'nobody' });
    expect([ready.status, await ready.json()]).toEqual([
      200,
      { ready: true, checks: { doors: { ok: true, detail: 'doors' } } },
    ]);
    kit.doors.failure.error = new Error('shut');
    const failing = await kit.fetch('/readyz', { as: 'nobody' });
    kit.doors.failure.error = undefined;
    expect([failing.status, await failing.json()]).toEqual([
      503,
      { ready: false, checks: { doors: { ok: false, detail: 'doors' } } },
    ]);
  });

  test('/metrics counts by route template, whatever the ids, and shows the event loop', async () => {
    await kit.fetch('/api/v1/devices/abc');
    await kit.fetch('/api/v1/devices/def');
    await kit.fetch(`/api/${crypto.randomUUID()}`);
    const response = await kit.fetch('/metrics', { as: 'nobody' });
    const text = await response.text();
    expect(text).toMatch(
      /^http_server_request_duration_seconds_count\{method="GET",route="\/api\/v1\/devices\/:id",status="200"\} 2$/m,
    );
    expect(text).toMatch(/route="\(unmatched\)",status="404"\} 1$/m);
    expect(text).not.toMatch(/abc|def/);
    expect(text).toContain('nodejs_eventloop_lag_seconds');
  });

  test('a proxy on this machine does not make everybody local', async () => {
    for (const path of ['/healthz', '/readyz', '/metrics']) {
      const response = await kit.fetch(path, { as: 'nobody', headers: { 'x-forwarded-for': '203.0.113.9' } });
      expect([response.status, response.headers.get('content-type')]).toEqual([
        401,
        'application/problem+json; charset=utf-8',
      ]);
    }
  });
});

describe('from elsewhere, with an operations token', () => {
  let guarded: Harness;
  beforeAll(async () => {
    guarded = await start({ operationsToken: 'operations-token' });
  });
  afterAll(() => guarded.app.close());

  test.each([
    ['operations-token', 200],
    ['operations-tokem', 401],
    ['', 401],
  ])('the token %j is answered with %i', async (token, status) => {
    const headers = { 'x-forwarded-for': '203.0.113.9', authorization: `Bearer ${token}` };
    expect((await guarded.fetch('/metrics', { headers })).status).toBe(status);
  });
});

test('an address of this machine that is not loopback is elsewhere', async () => {
  @Module({})
  class Empty {}
  const address = Object.values(networkInterfaces())
    .flat()
    .find((one) => one && !one.internal && one.family === 'IPv4')?.address;
  const app: HttpApp = await createHttpApp(Empty, {
    host: '0.0.0.0',
    insecure: true,
    port: 0,
    logger: createLogger({ name: 'test', destination: new PassThrough().resume() }),
    api: { title: 'Empty', version: '0' },
    realm,
    pageTokenKey: 'k',
  });
  const statusAt = async (host: string): Promise<number> =>
    (await fetch(`http://${host}:${app.port}/healthz`)).status;
  expect(await statusAt('127.0.0.1')).toBe(200);
  if (address !== undefined) expect(await statusAt(address)).toBe(401);
  await app.close();
});
