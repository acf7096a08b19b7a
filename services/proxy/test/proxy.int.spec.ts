import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { createLogger } from '@tutti/service-kit';
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest';
import { proxyConfig } from '../src/config';
import { startProxy, type Proxy } from '../src/start-proxy';
import { bodyOf, FakeReplica } from './replica.fixture';

interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
}

let devices: FakeReplica[];
let users: FakeReplica;
let proxy: Proxy;
/** Bytes of bodies that came to replicas. */
let received = 0;

const devicePaths = ['/api/v1/devices', '/api/v1/devices/{id}', '/api/v1/devices/{id}/pictures'];

const deviceReplica = (name: string): FakeReplica =>
  new FakeReplica(devicePaths, (request, response) => {
    if (request.url === '/api/v1/devices/dies') return void request.socket.destroy();
    if (request.url === '/api/v1/devices/hangs') return;
    if (request.url === '/api/v1/devices/breaks') {
      response.writeHead(200, { 'content-type': 'application/zip', 'content-length': 1000 });
      return void response.write('PK', () => request.socket.destroy());
    }
    if (request.url === '/api/v1/devices/events') {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      return void response.write('data: first\n\n');
    }
    request.on('data', (chunk: Buffer) => (received += chunk.length));
    void bodyOf(request).then((body) => {
      const { headers } = request;
      response
        .writeHead(200, { 'content-type': 'application/json', 'set-cookie': ['a=1', 'b=2'], connection: 'x' })
        .end(JSON.stringify({ name, body, url: request.url, headers }));
    });
  });

interface Echo {
  readonly name: string;
  readonly body: string;
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

const start = async (): Promise<Proxy> => {
  const config = proxyConfig.parse({
    HTTP_PORT: '0',
    GRPC_PORT: '0',
    ANSWER_SECONDS: '6',
    UPSTREAMS: JSON.stringify({
      devices: devices.map(({ url }) => ({ http: url })),
      identity: [{ http: users.url }],
    }),
  });
  const started = await startProxy(config, createLogger({ name: 'proxy', level: 'fatal' }));
  await expect.poll(async () => (await fetch(`${started.url}/readyz`)).status).toBe(200);
  return started;
};

beforeEach(async () => {
  devices = [await deviceReplica('one').start(), await deviceReplica('two').start()];
  users = await new FakeReplica(['/api/v1/users'], (_request, response) => response.end('"users"')).start();
  proxy = await start();
  // Both, or balancing could not be seen.
  await expect
    .poll(async () => new Set((await Promise.all([echo(), echo()])).map(({ name }) => name)).size)
    .toBe(2);
});
afterEach(async () => {
  vi.useRealTimers();
  await proxy.close();
  await Promise.all([...devices, users].map((replica) => replica.kill()));
});

const echo = async (path = '/api/v1/devices', init?: RequestInit): Promise<Echo> => {
  const answer = await fetch(proxy.url + path, init);
  expect(answer.status).toBe(200);
  return (await answer.json()) as Echo;
};

const problem = async (path: string, init?: RequestInit): Promise<Problem> => {
  const answer = await fetch(proxy.url + path, init);
  expect(answer.headers.get('content-type')).toContain('application/problem+json');
  return (await answer.json()) as Problem;
};

describe('what a service answers to', () => {
  it('goes there, with its query and body as they are', async () => {
    expect(await (await fetch(`${proxy.url}/api/v1/users`)).json()).toBe('users');
    const sent = await echo('/api/v1/devices/a%2Fb?q=x%20y', { method: 'POST', body: '{"a": 1}' });
    expect(sent).toMatchObject({ url: '/api/v1/devices/a%2Fb?q=x%20y', body: '{"a": 1}' });
  });

  it('and back come several cookies, and nothing that is between neighbours only', async () => {
    const answer = await fetch(`${proxy.url}/api/v1/devices`);
    expect(answer.headers.getSetCookie()).toEqual(['a=1', 'b=2']);
    expect(answer.headers.get('connection')).not.toBe('x');
    await answer.body?.cancel();
  });

  it('learns who asked from the proxy, whatever the caller claims', async () => {
    const claims = { 'x-forwarded-for': '1.2.3.4', forwarded: 'for=1.2.3.4' };
    const { headers } = await echo('/api/v1/devices', { headers: claims });
    expect(headers).toMatchObject({ 'x-forwarded-for': '127.0.0.1', host: new URL(proxy.url).host });
    expect(headers).not.toHaveProperty('forwarded');
  });

  it('and breaks off in the middle breaks off here too: half an archive looks like no whole one', async () => {
    const answer = await fetch(`${proxy.url}/api/v1/devices/breaks`);
    expect([answer.status, answer.headers.get('content-length')]).toEqual([200, '1000']);
    await expect(answer.arrayBuffer()).rejects.toThrow();
  });

  it('is described in one document', async () => {
    const document = (await (await fetch(`${proxy.url}/api/openapi.json`)).json()) as {
      readonly paths: object;
      readonly components: { readonly schemas: object };
      readonly tags: readonly { readonly name: string }[];
    };
    expect(Object.keys(document.paths)).toEqual([...devicePaths, '/api/v1/users']);
    expect(Object.keys(document.components.schemas)).toEqual(['Problem', 'devices', 'users']);
    expect(document.tags.map(({ name }) => name)).toEqual(['devices', 'users']);
  });

  it('may come slowly: only once it has come whole does the time for the answer run', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    received = 0;
    const upload = request(`${proxy.url}/api/v1/devices`, { method: 'POST' });
    const answer = once(upload, 'response') as Promise<[IncomingMessage]>;
    for (let n = 1; n <= 5; n++) {
      upload.write('piece');
      await vi.waitFor(() => expect(received).toBe(5 * n));
      vi.advanceTimersByTime(30_000);
    }
    upload.end();
    const [{ statusCode }] = await answer;
    expect(statusCode).toBe(200);
  });

  it('nobody answers to: 404', async () => {
    for (const path of ['/api/v1/nothing', '/api/v1/devices/', '/api/v1/devices/a/b/c'])
      expect([path, (await problem(path)).code]).toEqual([path, 'request.not-found']);
  });
});

test('events come at once, and the stream ends when its reader leaves', async () => {
  const leaving = new AbortController();
  const answer = await fetch(`${proxy.url}/api/v1/devices/events`, { signal: leaving.signal });
  const text = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
  expect((await text?.read())?.value).toBe('data: first\n\n');
  leaving.abort();
});

describe('a replica', () => {
  it('that refuses the connection has seen nothing: another one gets the request, body and all', async () => {
    await devices[0]?.kill();
    const sent = await Promise.all(
      Array.from({ length: 6 }, (_, n) => echo('/api/v1/devices', { method: 'POST', body: `${n}` })),
    );
    expect(sent.map(({ name, body }) => `${name} ${body}`)).toEqual(
      [0, 1, 2, 3, 4, 5].map((n) => `two ${n}`),
    );
  });

  it('that says it is not ready gets nothing, until it is again', async () => {
    const [first] = devices;
    if (!first) return;
    first.ready = false;
    await expect
      .poll(async () => (await Promise.all([echo(), echo(), echo()])).map(({ name }) => name))
      .toEqual(['two', 'two', 'two']);
    first.ready = true;
    await expect.poll(async () => (await echo()).name).toBe('one');
  });

  it('that is gone before it answered: the request is not made a second time', async () => {
    const lost = await problem('/api/v1/devices/dies', { method: 'POST', body: 'x' });
    expect(lost).toMatchObject({ status: 503, code: 'service.unavailable' });
    expect(lost.detail).toContain('Idempotency-Key');
    const made = devices.flatMap(({ seen }) => seen).filter((line) => line === 'POST /api/v1/devices/dies');
    expect(made).toHaveLength(1);
  });

  it('that takes for ever is given up after the configured time', async () => {
    expect(await problem('/api/v1/devices/hangs')).toMatchObject({ code: 'service.unavailable' });
  });

  it('that stands still is given up sooner, with everything that waits for it', async () => {
    for (const replica of devices) replica.stuck = true;
    const started = performance.now();
    expect(await problem('/api/v1/devices/hangs')).toMatchObject({ code: 'service.unavailable' });
    expect(performance.now() - started).toBeLessThan(5500);
  });

  it('that comes back on its port is found', async () => {
    await Promise.all(devices.map((replica) => replica.kill()));
    expect(await problem('/api/v1/devices')).toMatchObject({ status: 503, code: 'service.unavailable' });
    expect((await fetch(`${proxy.url}/readyz`)).status).toBe(503);
    await devices[1]?.start();
    await expect.poll(async () => (await fetch(`${proxy.url}/api/v1/devices`)).status).toBe(200);
  });
});
