import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect } from 'node:http2';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { Module } from '@nestjs/common';
import {
  HealthCheckResponse_ServingStatus as Serving,
  HealthService,
} from '@tutti/contracts/gen/grpc/health/v1/health';
import { DomainError, type ErrorKind } from '@tutti/kernel';
import { GrpcCaller } from '@tutti/testing';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { createHttpApp, createLogger, GRPC_SERVICES, grpcCodeOf } from '../src/index';
import { exampleGrpc, ExampleService } from './example.grpc';
import { ExampleModule } from './example.module';
import { type Harness, realm, start, tokenFor } from './harness';

const { list, read, create, rename, slow, fail, count } = ExampleService;

let kit: Harness;
let caller: GrpcCaller;
let admin: { readonly authorization: string };
beforeAll(async () => {
  admin = { authorization: `Bearer ${await tokenFor('admin')}` };
});
const open = async (options = {}): Promise<void> => {
  kit = await start({ grpcPort: 0, ...options });
  caller = new GrpcCaller(`127.0.0.1:${kit.app.grpcPort}`);
};
const close = async (): Promise<void> => {
  caller.close();
  await kit.app.close();
};
const linesOf = (rpc: string) =>
  kit.lines
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => line['rpc'] === `example.v1.ExampleService/${rpc}`);

describe('a call', () => {
  beforeAll(() => open());
  afterAll(() => close());

  test('answers as the route does, with version and position in the trailers', async () => {
    expect((await caller.call(read, { id: 'a' }, admin)).body).toEqual({ id: 'a', name: 'cam' });
    expect(await caller.call(read, { id: 'a' }, admin)).toMatchObject({ etag: '"3"', position: undefined });
    const headers = { ...admin, 'if-match': '"3"' };
    expect(await caller.call(rename, { id: 'a', name: 'b' }, headers)).toMatchObject({
      etag: '"4"',
      position: '18',
    });
  });

  test('passes filters, and the position that the answer must have seen', async () => {
    const { body } = await caller.call(list, { pageSize: 1, q: 'x' }, { ...admin, 'tutti-position': '7' });
    expect(body.names).toEqual(['x@7']);
  });

  test('knows who calls, and continues the trace of the caller', async () => {
    const traceId = 'e'.repeat(32);
    const headers = { ...admin, traceparent: `00-${traceId}-${'d'.repeat(16)}-01` };
    const { body } = await caller.call(create, { name: 'x' }, headers);
    expect(body.name).toContain(`admin-1|00-${traceId}-`);
    expect(linesOf('Create').at(-1)).toMatchObject({ status: 'OK', who: 'user:admin-1', traceId });
  });

  test('with an Idempotency-Key has the command id of REST', async () => {
    const key = { 'idempotency-key': '"k"' };
    const { body } = await caller.call(create, { name: 'same' }, { ...admin, ...key });
    const answer = await kit.fetch('/api/v1/devices', {
      method: 'POST',
      headers: { ...key, 'content-type': 'application/json' },
      body: JSON.stringify({ name: 'same' }),
    });
    expect(((await answer.json()) as { id: string }).id).toBe(body.id);
  });

  test.each(Object.entries(grpcCodeOf) as [ErrorKind, string][])(
    'refused as %s is %s',
    async (kind, status) => {
      kit.doors.failure.error = new DomainError(
        { code: 'example.some-code', kind, title: 'T' },
        { detail: 'Why.' },
      );
      const refused = await caller.refused(fail, {});
      kit.doors.failure.error = undefined;
      const unexpected = kind === 'unexpected';
      expect(refused).toEqual({
        status,
        message: unexpected ? 'The fault is ours. Quote the trace id when you report it.' : 'Why.',
        reason: unexpected ? 'UNEXPECTED' : 'EXAMPLE_SOME_CODE',
        domain: 'tutti',
        info: {
          code: unexpected ? 'unexpected' : 'example.some-code',
          traceId: expect.stringMatching(/^[0-9a-f]{32}$/) as string,
        },
        violations: [],
        retrySeconds: kind === 'quota' || kind === 'unavailable' ? 1 : undefined,
      });
    },
  );

  test('that fails shows a trace id and nothing else; the log has the rest', async () => {
    kit.doors.failure.error = new Error('SELECT secret FROM users');
    const refused = await caller.refused(fail, {});
    kit.doors.failure.error = undefined;
    expect(refused).toMatchObject({ status: 'INTERNAL', reason: 'UNEXPECTED' });
    expect(JSON.stringify(refused)).not.toContain('SELECT');
    const line = kit.lines.find((one) => one.includes('SELECT secret')) ?? '';
    expect(line).toContain(refused.info['traceId']);
  });

  test('names the fields that are wrong, of which a header block holds only so many', async () => {
    const tags = Object.fromEntries(Array.from({ length: 3_000 }, (_, n) => [`key${n}`, n])) as never;
    const refused = await caller.refused(create, { name: '', tags }, admin);
    expect(refused).toMatchObject({ status: 'INVALID_ARGUMENT', reason: 'REQUEST_INVALID' });
    expect(refused.violations[0]).toMatchObject({ field: 'name' });
    expect(refused.violations.length).toBeGreaterThan(5);
    expect(JSON.stringify(refused).length).toBeLessThan(4_000);
    expect(await caller.refused(list, { pageSize: -1 }, admin)).toMatchObject({
      violations: [{ field: 'page_size' }],
    });
  });

  test('needs what its route needs: a session, the permission, another password first', async () => {
    const as = async (...args: Parameters<typeof tokenFor>) => ({
      authorization: `Bearer ${await tokenFor(...args)}`,
    });
    expect(await caller.refused(read, { id: 'a' })).toMatchObject({ status: 'UNAUTHENTICATED' });
    expect(
      await caller.refused(read, { id: 'a' }, { cookie: `tutti_session=${await tokenFor('admin')}` }),
    ).toMatchObject({ status: 'UNAUTHENTICATED' });
    const other = { realm: { issuer: 'other', audience: 'tutti' } };
    expect(await caller.refused(read, { id: 'a' }, await as('admin', other))).toMatchObject({
      status: 'UNAUTHENTICATED',
    });
    expect(await caller.refused(create, { name: 'x' }, await as('user'))).toMatchObject({
      status: 'PERMISSION_DENIED',
      reason: 'REQUEST_FORBIDDEN',
    });
    expect(kit.lines.filter((line) => line.includes('"refused"')).length).toBeGreaterThan(3);
    const fresh = await as('admin', { mustChangePassword: true });
    expect(await caller.refused(read, { id: 'a' }, fresh)).toMatchObject({
      reason: 'IDENTITY_PASSWORD_CHANGE_REQUIRED',
    });
  });

  test('that cannot be decoded is refused, after it is known who calls', async () => {
    const broken = { ...read, requestSerialize: () => Buffer.from('{') };
    expect(await caller.refused(broken, { id: 'a' }, admin)).toMatchObject({
      status: 'INVALID_ARGUMENT',
      reason: 'REQUEST_INVALID',
    });
    expect(await caller.refused(broken, { id: 'a' })).toMatchObject({ status: 'UNAUTHENTICATED' });
  });

  test('larger than 1 MiB is refused, packed or not', async () => {
    const name = 'x'.repeat(1_100_000);
    expect(await caller.refused(create, { name }, admin)).toMatchObject({ status: 'RESOURCE_EXHAUSTED' });
    const session = connect(`http://127.0.0.1:${kit.app.grpcPort}`);
    const packed = gzipSync(Buffer.alloc(200_000_000));
    const head = Buffer.alloc(5);
    head.writeUInt8(1, 0);
    head.writeUInt32BE(packed.length, 1);
    const request = session.request({
      ':method': 'POST',
      ':path': create.path,
      'content-type': 'application/grpc',
      'grpc-encoding': 'gzip',
      te: 'trailers',
      ...admin,
    });
    request.end(Buffer.concat([head, packed]));
    const [headers] = (await once(request, 'response')) as [Record<string, unknown>];
    expect(headers['grpc-status']).toBe('8');
    session.destroy();
  });

  test('ends at its deadline', async () => {
    expect(await caller.refused(slow, {}, {}, 50)).toMatchObject({ status: 'DEADLINE_EXCEEDED' });
    await kit.doors.left.promise;
    kit.doors.slow.resolve('late');
    await expect.poll(() => linesOf('Slow').at(-1)).toMatchObject({ status: 'CANCELLED' });
  });

  test('is measured, by method and status', async () => {
    const metrics = await (await kit.fetch('/metrics')).text();
    expect(metrics).toMatch(
      /rpc_server_call_duration_seconds_count\{method="example.v1.ExampleService\/Read",status="OK"\} \d/,
    );
  });
});

describe('a stream', () => {
  beforeAll(() => open());
  afterAll(() => close());

  test('is made only as fast as it is read, and ends when the reader goes', async () => {
    const stream = caller.stream(count, {}, admin);
    const first = await stream.take(10);
    expect(first.map(({ n }) => n)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    const settled = async () => {
      const { made } = kit.doors;
      await new Promise((resolve) => setTimeout(resolve, 100));
      return kit.doors.made - made;
    };
    await expect.poll(settled).toBe(0);
    // Some hundred kilobytes are on their way at most, in buffers of both sides.
    expect(kit.doors.made).toBeLessThan(1_000);
    const rest = await stream.take(5_000);
    expect(rest.at(-1)?.n).toBe(5_009);
    stream.cancel();
    await kit.doors.ended.promise;
    expect(kit.doors.made).toBeLessThan(7_000);
    await expect.poll(() => linesOf('Count').at(-1)).toMatchObject({ status: 'CANCELLED' });
  });
});

describe('health', () => {
  beforeAll(() => open());
  afterAll(() => close());

  test('is what readiness says, of the server and of each service', async () => {
    const { check } = HealthService;
    for (const service of ['', 'example.v1.ExampleService'])
      expect((await caller.call(check, { service })).body.status).toBe(Serving.SERVING);
    kit.doors.failure.error = new Error('not now');
    expect((await caller.call(check, { service: '' })).body.status).toBe(Serving.NOT_SERVING);
    kit.doors.failure.error = undefined;
    const client = new GrpcCaller(`127.0.0.1:${kit.app.grpcPort}`);
    await expect(client.call(check, { service: 'nothing' })).rejects.toMatchObject({ code: 5 });
    client.close();
  });

  test('is told when it changes', async () => {
    const watch = caller.stream(HealthService.watch, { service: '' });
    expect(await watch.take(1)).toEqual([{ status: Serving.SERVING }]);
    kit.doors.failure.error = new Error('not now');
    expect(await watch.take(1)).toEqual([{ status: Serving.NOT_SERVING }]);
    kit.doors.failure.error = undefined;
    expect(await watch.take(1)).toEqual([{ status: Serving.SERVING }]);
    watch.cancel();
    const unknown = caller.stream(HealthService.watch, { service: 'nothing' });
    expect(await unknown.take(1)).toEqual([{ status: Serving.SERVICE_UNKNOWN }]);
    unknown.cancel();
  });
});

describe('shutting down', () => {
  afterEach(() => caller.close());

  test('lets calls finish, ends streams with a reason, and says so to those who watch', async () => {
    await open();
    const inFlight = caller.call(slow, {});
    await kit.doors.entered.promise;
    const stream = caller.stream(count, {}, admin);
    await stream.take(1);
    const watch = caller.stream(HealthService.watch, { service: '' });
    await watch.take(1);
    const closed = kit.app.close();
    expect(await stream.end()).toMatchObject({ status: 'UNAVAILABLE', reason: 'SERVICE_UNAVAILABLE' });
    expect(await watch.take(1)).toEqual([{ status: Serving.NOT_SERVING }]);
    kit.doors.slow.resolve('done');
    expect((await inFlight).body).toEqual({ text: 'done' });
    await closed;
  });

  test('does not wait for ever', async () => {
    await open({ shutdownGraceMs: 50 });
    const inFlight = caller.refused(slow, {});
    await kit.doors.entered.promise;
    await kit.app.close();
    expect(await inFlight).toMatchObject({ status: 'CANCELLED' });
  });
});

describe('starting', () => {
  const startWith = (imports: readonly (typeof ExampleModule)[], grpcPort: number) => {
    @Module({ imports: [...imports], providers: [{ provide: GRPC_SERVICES, useValue: [exampleGrpc] }] })
    class Root {}
    return createHttpApp(Root, {
      host: '127.0.0.1',
      port: 0,
      grpcPort,
      logger: createLogger({ name: 'test', level: 'fatal' }),
      api: { title: 'Example', version: '0' },
      realm,
      pageTokenKey: 'k',
    });
  };

  test('is refused when a method has no route: it states no permission', async () => {
    const { definition } = exampleGrpc;
    const methods = () => ({});
    @Module({
      imports: [ExampleModule],
      providers: [{ provide: GRPC_SERVICES, useValue: [{ definition, methods }] }],
    })
    class Root {}
    const options = { host: '127.0.0.1', port: 0, grpcPort: 0, realm, pageTokenKey: 'k' };
    const logger = createLogger({ name: 'test', level: 'fatal' });
    await expect(
      createHttpApp(Root, { ...options, logger, api: { title: 'Example', version: '0' } }),
    ).rejects.toThrow('/example.v1.ExampleService/List has no route: it states no permission.');
  });

  test('is refused when the port is taken, and says which variable to set', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    const { port } = other.address() as AddressInfo;
    await expect(startWith([ExampleModule], port)).rejects.toThrow(`Port ${port} for gRPC`);
    other.close();
  });
});
