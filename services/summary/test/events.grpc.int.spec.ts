import { EventServiceService } from '@tutti/contracts/gen/tutti/summary/v1/event';
import { GrpcCaller } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { created, resumed, signedIn, suspended, writeDevice, writeUser } from './log.fixture';
import { TestSummary } from './summary.fixture';

const { listEvents, watchEvents } = EventServiceService;

let summary: TestSummary;
let caller: GrpcCaller;
let admin: { readonly authorization: string };
beforeAll(async () => {
  summary = await TestSummary.start();
  caller = new GrpcCaller(summary.grpc);
  admin = await bearer('admin');
});
afterAll(async () => {
  caller.close();
  await summary.stop();
});

const bearer = async (...args: Parameters<TestSummary['token']>) => ({
  authorization: `Bearer ${await summary.token(...args)}`,
});
const newDevice = (n: number) => writeDevice(summary.devices, `d${n}`, suspended, resumed);
const head = () => summary.devices.lastPosition(['evt.>']);
const positions = (items: readonly { readonly position?: number | null | undefined }[]) =>
  items.flatMap(({ position }) => position ?? []);
const upTo = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, index) => from + index);

describe('pages of events by gRPC', () => {
  test('are those of REST', async () => {
    await writeUser(summary.identity, 'u1', created, signedIn);
    for (let n = 0; n < 3; n++) await newDevice(n);
    const { body } = await caller.call(listEvents, { limit: 3 }, admin);
    const rest = await fetch(`${summary.url}/api/v1/events?limit=3`, { headers: admin });
    const withoutNulls = JSON.parse(
      JSON.stringify(await rest.json()),
      (_, value: unknown) => value ?? undefined,
    ) as object;
    expect(JSON.parse(JSON.stringify(body), (_, value: unknown) => value ?? undefined)).toEqual({
      ...withoutNulls,
      nextPageToken: body.nextPageToken,
    });
    const next = await caller.call(listEvents, { limit: 3, pageToken: body.nextPageToken }, admin);
    expect(positions(next.body.items)).toEqual([2, 2, 1, 1]);
  });

  test.each([
    [{ after: 1, before: 2 }, 'before'],
    [{ after: -1 }, 'after'],
    [{ context: '*' }, 'context'],
    [{ aggregateId: '>' }, 'aggregate_id'],
  ])('refuse %j and name the field', async (request, field) => {
    const refused = await caller.refused(listEvents, request, admin);
    expect(refused).toMatchObject({
      status: 'INVALID_ARGUMENT',
      reason: 'REQUEST_INVALID',
      domain: 'tutti',
      info: { code: 'request.invalid', traceId: expect.stringMatching(/^[0-9a-f]{32}$/) as string },
      violations: [{ field }],
    });
  });

  test('take no token of another query', async () => {
    const refused = await caller.refused(listEvents, { pageToken: 'forged' }, admin);
    expect(refused).toMatchObject({ status: 'INVALID_ARGUMENT', reason: 'PAGE_INVALID' });
  });

  test('need a session', async () => {
    expect(await caller.refused(listEvents, {})).toMatchObject({ status: 'UNAUTHENTICATED' });
    expect(await caller.refused(listEvents, {}, { authorization: 'Bearer a.b.c' })).toMatchObject({
      status: 'UNAUTHENTICATED',
      reason: 'REQUEST_UNAUTHENTICATED',
    });
  });
});

describe('a stream of events by gRPC', () => {
  test('from a position has history, then goes on live, while others write', async () => {
    const before = await head();
    for (let n = 0; n < 30; n++) await newDevice(n);
    const stream = caller.stream(watchEvents, { after: before }, admin);
    const writing = (async () => {
      for (let n = 0; n < 70; n++) await newDevice(n);
    })();
    const items = await stream.take(200);
    await writing;
    stream.cancel();
    expect(positions(items)).toEqual(upTo(before + 100, before + 1));
    expect(new Set(items.map(({ event }) => event?.id)).size).toBe(200);
  });

  test('that is cut again and again resumes without a gap or a repeat', async () => {
    const before = await head();
    for (let n = 0; n < 60; n++) await newDevice(n);
    const seen: number[] = [];
    for (let last = before; seen.length < 60; last = seen.at(-1) ?? before) {
      const stream = caller.stream(watchEvents, { after: last }, admin);
      seen.push(...positions(await stream.take(2 * Math.min(7, 60 - seen.length))));
      stream.cancel();
    }
    expect(seen).toEqual(upTo(before + 60, before + 1));
  });

  test('begins now, narrowed as pages are', async () => {
    await expect.poll(() => summary.summary.live.subscribers).toBe(0);
    const stream = caller.stream(watchEvents, { context: 'identity', type: 'SignedIn' }, admin);
    await expect.poll(() => summary.summary.live.subscribers).toBe(1);
    await newDevice(1);
    const position = await writeUser(summary.identity, 'u2', created, signedIn);
    const [item] = await stream.take(1);
    expect(item).toMatchObject({ position, event: { position, type: 'tutti.identity.SignedIn' } });
    stream.cancel();
  });

  test('of a slow reader misses nothing', async () => {
    const before = await head();
    const stream = caller.stream(watchEvents, { after: before }, admin);
    for (let n = 0; n < 1500; n++) await newDevice(n % 10);
    const items = await stream.take(3000);
    stream.cancel();
    expect(positions(items)).toEqual(upTo(before + 1500, before + 1));
  });

  test('from beyond the head says that positions have lost their meaning', async () => {
    expect(await caller.stream(watchEvents, { after: 999_999 }, admin).end()).toMatchObject({
      status: 'ABORTED',
      reason: 'EVENTS_POSITIONS_LOST',
    });
  });

  test('ends with the access token', async () => {
    const short = await bearer('admin', 'admin-1', 1);
    expect(await caller.stream(watchEvents, {}, short).end()).toMatchObject({
      status: 'UNAUTHENTICATED',
      message: expect.stringContaining('has ended') as string,
    });
  });

  test('is refused when one reader has too many, and a cancelled one gives its seat back', async () => {
    const greedy = await bearer('user', 'greedy');
    const before = await head();
    await newDevice(1);
    const streams = upTo(32).map(() => caller.stream(watchEvents, { after: before }, greedy));
    await Promise.all(streams.map((stream) => stream.take(2)));
    expect(await caller.stream(watchEvents, {}, greedy).end()).toMatchObject({
      status: 'RESOURCE_EXHAUSTED',
      reason: 'REQUEST_RATE_LIMITED',
      retrySeconds: 10,
    });
    streams[0]?.cancel();
    const again = async () => {
      const stream = caller.stream(watchEvents, { after: before }, greedy);
      const taken = await stream.take(2).catch(() => []);
      stream.cancel();
      return taken.length;
    };
    await expect.poll(again).toBe(2);
    for (const stream of streams) stream.cancel();
  });

  test('leaves nothing behind when its reader goes', async () => {
    await expect.poll(() => summary.summary.live.subscribers).toBe(0);
    const stream = caller.stream(watchEvents, {}, admin);
    await expect.poll(() => summary.summary.live.subscribers).toBe(1);
    stream.cancel();
    await expect.poll(() => summary.summary.live.subscribers).toBe(0);
  });

  test('needs a session', async () => {
    expect(await caller.stream(watchEvents, {}).end()).toMatchObject({ status: 'UNAUTHENTICATED' });
  });
});
