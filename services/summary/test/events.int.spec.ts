import type { Problem } from '@tutti/contracts/common';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TestEventSource } from './event-source.fixture';
import { created, resumed, signedIn, suspended, writeDevice, writeUser } from './log.fixture';
import { TestSummary } from './summary.fixture';

let summary: TestSummary;
let admin: string;
beforeAll(async () => {
  summary = await TestSummary.start();
  admin = await summary.token('admin');
});
afterAll(() => summary.stop());

interface Page {
  readonly items: readonly LoggedEvent[];
  readonly nextPageToken: string;
  readonly head: number;
}

const get = async <Body = Page>(query: string, token = admin) => {
  const headers = { authorization: `Bearer ${token}` };
  const response = await fetch(`${summary.url}/api/v1/events?${query}`, { headers });
  return { status: response.status, body: (await response.json()) as Body, headers: response.headers };
};
const stream = (query = '', headers: Readonly<Record<string, string>> = {}, token = admin) =>
  TestEventSource.open(`${summary.url}/api/v1/events?${query}`, {
    authorization: `Bearer ${token}`,
    ...headers,
  });
const positionsOf = (items: readonly { readonly position: number }[]) =>
  items.map(({ position }) => position);
const upTo = (n: number, from = 1) => Array.from({ length: n - from + 1 }, (_, index) => from + index);

describe('pages', () => {
  beforeAll(async () => {
    await writeUser(summary.identity, 'u1', created, signedIn);
    for (let n = 0; n < 7; n++) await writeDevice(summary.devices, `d${n % 2}`, n % 2 ? resumed : suspended);
  });

  test('show the log newest first, with what an event says of itself', async () => {
    const { status, body, headers } = await get('');
    expect(status).toBe(200);
    expect(headers.get('content-type')).toContain('application/json');
    expect(positionsOf(body.items)).toEqual([8, 7, 6, 5, 4, 3, 2, 1, 1]);
    expect(body).toMatchObject({ head: 8, nextPageToken: '' });
    expect(body.items.at(-1)).toMatchObject({
      position: 1,
      type: 'tutti.identity.UserCreated',
      subject: 'identity/user/u1',
      aggregateVersion: 1,
      authId: 'system',
      correlationId: null,
      data: { role: 'user', mustChangePassword: false },
    });
  });

  test('go forwards from a position and backwards from one', async () => {
    expect(positionsOf((await get('after=5')).body.items)).toEqual([6, 7, 8]);
    expect(positionsOf((await get('after=8')).body.items)).toEqual([]);
    expect(positionsOf((await get('before=4')).body.items)).toEqual([3, 2, 1, 1]);
    expect(positionsOf((await get('before=1')).body.items)).toEqual([]);
  });

  test.each(['limit=3', 'limit=3&after=0', 'limit=2&context=devices', 'limit=1&type=DeviceResumed'])(
    'of %s are a whole by their tokens',
    async (query) => {
      const whole = (await get(query.replace(/limit=\d+/, 'limit=500'))).body.items;
      const seen: LoggedEvent[] = [];
      for (let token: string | undefined; token !== '';) {
        const { body }: { body: Page } = await get(
          token === undefined ? query : `${query}&pageToken=${token}`,
        );
        seen.push(...body.items);
        token = body.nextPageToken;
      }
      expect(seen).toEqual(whole);
      expect(seen.length).toBeGreaterThan(2);
    },
  );

  test('narrow by context, aggregate, id and type', async () => {
    expect((await get('context=identity')).body.items).toHaveLength(2);
    expect((await get('context=devices&aggregate=device&aggregateId=d1')).body.items).toHaveLength(3);
    expect((await get('type=SignedIn')).body.items).toHaveLength(1);
    expect((await get('type=tutti.devices.DeviceResumed')).body.items).toHaveLength(3);
  });

  test.each([
    ['after=1&before=2', 'request.invalid'],
    ['after=-1', 'request.invalid'],
    ['limit=0', 'request.invalid'],
    ['context=*', 'request.invalid'],
    ['aggregateId=%3E', 'request.invalid'],
    ['aggregate=a.b', 'request.invalid'],
    ['surprise=1', 'request.invalid'],
    ['pageToken=forged', 'page.invalid'],
  ])('refuse %s', async (query, code) => {
    const { status, body } = await get<Problem>(query);
    expect([status, body.code]).toEqual([400, code]);
  });

  test('of another query take no token of this one', async () => {
    const { nextPageToken } = (await get('limit=1')).body;
    const { status, body } = await get<Problem>(`limit=1&context=devices&pageToken=${nextPageToken}`);
    expect([status, body.code]).toEqual([400, 'page.invalid']);
  });

  test('need a session', async () => {
    expect((await fetch(`${summary.url}/api/v1/events`)).status).toBe(401);
    expect((await TestEventSource.open(`${summary.url}/api/v1/events`, {})).response.status).toBe(401);
  });
});

describe('a stream', () => {
  const newDevice = (n: number) => writeDevice(summary.devices, `s${n}`, suspended, resumed);
  const head = () => summary.devices.lastPosition(['evt.>']);

  test('begins now, and carries what happens from then on', async () => {
    const source = await stream();
    expect(source.response.headers.get('content-type')).toContain('text/event-stream');
    const position = await newDevice(1);
    const [first, second] = await source.take(2);
    expect(first).toMatchObject({
      event: 'message',
      data: { position, type: 'tutti.devices.DeviceSuspended' },
    });
    expect(second).toMatchObject({ id: position, data: { position, type: 'tutti.devices.DeviceResumed' } });
    expect(first?.id).toBeUndefined();
    source.close();
  });

  test('from a position has history, then goes on live, while others write', async () => {
    const before = await head();
    for (let n = 0; n < 50; n++) await newDevice(n);
    const source = await stream(`after=${before}`);
    const writing = (async () => {
      for (let n = 0; n < 150; n++) await newDevice(n);
    })();
    const messages = await source.take(400);
    await writing;
    source.close();
    expect(messages.flatMap(({ id }) => id ?? [])).toEqual(upTo(before + 200, before + 1));
    expect(new Set(messages.map(({ data }) => data.id)).size).toBe(400);
  });

  test('that is cut again and again resumes without a gap or a repeat', async () => {
    const before = await head();
    const writing = (async () => {
      for (let n = 0; n < 200; n++) await newDevice(n);
    })();
    const ids: number[] = [];
    let cuts = 0;
    for (let last = before; ids.length < 200; cuts++) {
      const source = await stream('after=0', { 'last-event-id': String(last) });
      const wanted = 2 * Math.min(7 + (cuts % 30), 200 - ids.length);
      ids.push(...(await source.take(wanted)).flatMap(({ id }) => id ?? []));
      last = ids.at(-1) ?? before;
      source.close();
    }
    await writing;
    expect(cuts).toBeGreaterThan(5);
    expect(ids).toEqual(upTo(before + 200, before + 1));
  });

  test('of a slow reader misses nothing', async () => {
    const before = await head();
    const source = await stream(`after=${before}`);
    for (let n = 0; n < 1500; n++) await newDevice(n % 10);
    const messages = await source.take(3000);
    source.close();
    expect(messages.flatMap(({ id }) => id ?? [])).toEqual(upTo(before + 1500, before + 1));
  });

  test('goes on over a restart of nats-server', async () => {
    const before = await head();
    const source = await stream(`after=${before}`);
    await newDevice(1);
    expect((await source.take(2)).at(-1)?.id).toBe(before + 1);
    await summary.nats.restart();
    await expect.poll(() => newDevice(2).catch(() => 0), { timeout: 20_000 }).toBeGreaterThan(0);
    const after = await source.take(2);
    expect(after.at(-1)?.id).toBe(before + 2);
    source.close();
  });

  test('narrows as pages do', async () => {
    const source = await stream('context=identity&type=SignedIn');
    await newDevice(1);
    const position = await writeUser(summary.identity, 'u2', created, signedIn);
    expect(await source.next()).toMatchObject({ id: position, data: { type: 'tutti.identity.SignedIn' } });
    source.close();
  });

  test('from beyond the head says that positions have lost their meaning', async () => {
    const source = await stream('', { 'last-event-id': '999999' });
    expect(await source.next()).toMatchObject({ event: 'resync' });
    expect(await source.next()).toBeUndefined();
  });

  test('ends with the access token', async () => {
    const source = await stream('', {}, await summary.token('admin', 'admin-1', 1));
    expect(await source.next()).toMatchObject({ event: 'expired' });
    expect(await source.next()).toBeUndefined();
  });

  test('is refused when one reader has too many, and given back when one goes', async () => {
    const token = await summary.token('user', 'greedy');
    const sources = await Promise.all(upTo(32).map(() => stream('', {}, token)));
    const refused = await stream('', {}, token);
    expect(refused.response.status).toBe(429);
    expect(refused.response.headers.get('retry-after')).toBe('10');
    expect((await stream('', {}, await summary.token('user', 'modest'))).response.status).toBe(200);
    sources[0]?.close();
    await expect.poll(async () => (await stream('', {}, token)).response.status).toBe(200);
    for (const source of sources) source.close();
  });

  test('leaves nothing behind when its reader goes', async () => {
    const source = await stream();
    await newDevice(1);
    await source.take(2);
    expect(summary.summary.live.subscribers).toBeGreaterThan(0);
    source.close();
    await expect.poll(() => summary.summary.live.subscribers, { timeout: 5000 }).toBeLessThanOrEqual(2);
  });
});
