import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Controller, Get, Module, type Type } from '@nestjs/common';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { KEY_SOURCE, Route, type RouteSpec } from '../src/index';
import { start } from './harness';
import { createHttpApp, createLogger } from '../src/index';
import { PassThrough } from 'node:stream';
import { realm } from './harness';

const devices = '/api/v1/devices';

describe('live streams', () => {
  test('open at once, carry events, resume by Last-Event-ID, and let go of readers that leave', async () => {
    const kit = await start();
    const reader = new AbortController();
    const headers = { 'last-event-id': '41' };
    const response = await kit.fetch(`${devices}/live`, { signal: reader.signal, headers });
    expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('no-store, no-transform');
    expect(kit.doors.lastEventIds).toEqual([41]);
    kit.doors.feed.publish({ id: 42, data: { name: 'cam' } });
    let text = '';
    for await (const chunk of response.body ?? []) {
      text += Buffer.from(chunk as Uint8Array).toString();
      if (text.includes('id: 42') && text.includes(': heartbeat')) break;
    }
    expect(text).toContain('id: 42\ndata: {"name":"cam"}\n\n');
    reader.abort();
    await expect.poll(() => kit.doors.feed.subscribers).toBe(0);
    await kit.app.close();
  });

  test('end when the service shuts down', async () => {
    const kit = await start();
    const response = await kit.fetch(`${devices}/live`);
    const text = response.text();
    await kit.app.close();
    expect(await text).toContain(': connected');
  });
});

describe('shutting down', () => {
  test('finishes what is in flight, refuses what is new, is not ready', async () => {
    const kit = await start();
    const inFlight = kit.fetch(`${devices}/slow`);
    await kit.doors.entered.promise;
    const closed = kit.app.close();
    await expect.poll(() => fetch(`${kit.app.url}/healthz`).catch(() => 'refused')).toBe('refused');
    kit.doors.slow.resolve('done');
    expect(await (await inFlight).json()).toBe('done');
    await closed;
  });

  test('cuts what takes longer than the grace', async () => {
    const kit = await start({ shutdownGraceMs: 50 });
    const inFlight = kit.fetch(`${devices}/slow`);
    await kit.doors.entered.promise;
    const [outcome] = await Promise.allSettled([inFlight, kit.app.close()]);
    expect(outcome.status).toBe('rejected');
  });
});

test('shutting down does not wait for a connection that was opened in advance', async () => {
  const kit = await start({ shutdownGraceMs: 60_000 });
  const socket = connect(kit.app.port, '127.0.0.1');
  await once(socket, 'connect');
  await kit.app.close();
  socket.destroy();
});

test('starting without devices or people logs nothing alarming', async () => {
  @Module({})
  class Empty {}
  const lines: string[] = [];
  const destination = new PassThrough().on('data', (chunk: Buffer) => lines.push(chunk.toString()));
  const app = await createHttpApp(Empty, {
    host: '127.0.0.1',
    port: 0,
    logger: createLogger({ name: 'test', destination }),
    api: { title: 'Empty', version: '0' },
    realm,
    pageTokenKey: 'k',
  });
  await app.close();
  expect(lines.join('')).toContain('listening');
  expect(lines.filter((line) => /"level":[456]0/.test(line))).toEqual([]);
});

describe('starting is refused', () => {
  const withRoutes = (controller: Type): Promise<unknown> => {
    @Module({ controllers: [controller], providers: [{ provide: KEY_SOURCE, useValue: {} }] })
    class Root {}
    return createHttpApp(Root, {
      host: '127.0.0.1',
      port: 0,
      logger: createLogger({ name: 'test', destination: new PassThrough().resume() }),
      api: { title: 'Refused', version: '0' },
      realm,
      pageTokenKey: 'k',
    });
  };
  const controllerWith = (spec: RouteSpec): Type => {
    @Controller('api')
    class Some {
      @Route<RouteSpec>(spec)
      run(): undefined {
        return undefined;
      }
    }
    return Some;
  };
  const base = { method: 'POST', path: 'x', permission: 'public', summary: 'x' } as const;

  test('for a route that states no permission', async () => {
    @Controller('api')
    class Open {
      @Get('open')
      open(): string {
        return 'open';
      }
    }
    await expect(withRoutes(Open)).rejects.toThrow('Open.open is a route without @Route');
  });

  test.each<[string, RouteSpec, string]>([
    ['a body that takes unknown fields', { ...base, body: z.object({}) }, 'strictObject'],
    [
      'parameters that are not in the path',
      { ...base, params: z.strictObject({ id: z.string() }) },
      'params',
    ],
    ['parameters that are not parsed', { ...base, path: ':id' }, 'params'],
    ['device routes without a verifier', { ...base, permission: 'device' }, 'DEVICE_VERIFIER'],
  ])('for %s', async (_name, spec, message) => {
    await expect(withRoutes(controllerWith(spec))).rejects.toThrow(message);
  });
});

describe('the console', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'tutti-console-'));
    await mkdir(join(folder, 'assets'));
    await writeFile(join(folder, 'index.html'), '<title>Tutti</title>');
    await writeFile(join(folder, 'assets', 'app-1234.js'), 'run()');
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('is served with its router, and never hides the API', async () => {
    const kit = await start({ consoleDir: folder });
    const get = (path: string, accept: string) => kit.fetch(path, { as: 'nobody', headers: { accept } });
    const page = await get('/edges/42', 'text/html');
    expect([page.status, await page.text()]).toEqual([200, '<title>Tutti</title>']);
    expect(page.headers.get('cache-control')).toBe('no-cache');
    expect(await (await get('/', 'text/html')).text()).toBe('<title>Tutti</title>');
    const asset = await get('/assets/app-1234.js', '*/*');
    expect([await asset.text(), asset.headers.get('cache-control')]).toEqual([
      'run()',
      'public, max-age=31536000, immutable',
    ]);
    expect((await get('/assets/none.js', '*/*')).status).toBe(404);
    expect((await get('/api/none', 'text/html')).status).toBe(404);
    expect((await get('/../package.json', '*/*')).status).toBe(404);
    expect((await get(`${devices}/own-password`, 'text/html')).status).toBe(401);
    await kit.app.close();
  });
});
