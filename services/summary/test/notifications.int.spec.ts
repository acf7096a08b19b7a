import { jetstream } from '@nats-io/jetstream';
import { jetStreamDeadLetters } from '@tutti/runtime';
import type { Notification, NotificationPreferences, UnreadCount } from '@tutti/contracts/summary';
import { NotificationServiceService } from '@tutti/contracts/gen/tutti/summary/v1/notification';
import { GrpcCaller } from '@tutti/testing';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { usualTellRules } from '../src/notification/tell/tell-rules';
import { notificationId as id, raisedEvent } from './notification.fixture';
import { TestSummary } from './summary.fixture';

interface Page {
  readonly items: readonly Notification[];
  readonly nextPageToken: string;
  readonly unread: number;
}

const summary = await TestSummary.start({
  tellRules: { ...usualTellRules, settleMs: 0, everyMs: 50 },
});
afterAll(() => summary.stop());

const tell = (n: number, data: Parameters<typeof raisedEvent>[0] = {}) =>
  summary.tell('summary', { aggregate: 'notification', id: id(n) }, raisedEvent(data));
const minutesAgo = (minutes: number): string => new Date(Date.now() - minutes * 60_000).toISOString();

let person = 0;
beforeEach(() => {
  person += 1;
});
const me = () => ({ as: 'user', user: `person-${person}` }) as const;
const list = (query = '') => summary.ok<Page>(`GET /notifications${query}`, me());
const unread = () => summary.ok<UnreadCount>('GET /notifications/unread', me());
const numbers = ({ items }: Page) => items.map((one) => Number(one.id.slice(-3)));

await tell(1, { at: minutesAgo(50) });
await tell(2, {
  at: minutesAgo(40),
  code: 'connectivity.device-offline',
  category: 'connectivity',
  level: 'error',
  info: { lastSeenAt: minutesAgo(45) },
});
await tell(3, {
  at: minutesAgo(30),
  code: 'training.run-succeeded',
  category: 'training',
  level: 'info',
  info: {},
});
await tell(4, { at: minutesAgo(60 * 24 * 91) });

describe('a person', () => {
  test('sees what was raised, the newest first, and not what is too old', async () => {
    const page = await list();
    expect(numbers(page)).toEqual([3, 2, 1]);
    expect(page).toMatchObject({ unread: 3, nextPageToken: '' });
    expect(page.items[1]).toMatchObject({
      code: 'connectivity.device-offline',
      level: 'error',
      count: 1,
      read: false,
      message: expect.stringMatching(
        /^\[ERROR\]\[.*Z\]\[line-1\]\[line-1 is offline\] It was last/,
      ) as string,
    });
  });

  test('pages through them, and narrows by level and category', async () => {
    const first = await list('?pageSize=2');
    expect(numbers(first)).toEqual([3, 2]);
    expect(numbers(await list(`?pageSize=2&pageToken=${first.nextPageToken}`))).toEqual([1]);
    expect(numbers(await list('?minimumLevel=warning'))).toEqual([2, 1]);
    expect(numbers(await list('?category=training'))).toEqual([3]);
  });

  test('reads some, then all; twice is no fault', async () => {
    expect(await unread()).toEqual({ unread: 3, worst: 'error' });
    const two = { ...me(), json: { ids: [id(2)] } };
    expect(await summary.ok('POST /notifications/read', two)).toEqual({ unread: 2, worst: 'warning' });
    expect(await summary.ok('POST /notifications/read', two)).toEqual({ unread: 2, worst: 'warning' });
    expect((await list()).items.map(({ read }) => read)).toEqual([false, true, false]);
    expect(numbers(await list('?unread=true'))).toEqual([3, 1]);
    const all = { ...me(), json: {} };
    expect(await summary.ok('POST /notifications/read', all)).toEqual({ unread: 0, worst: null });
    expect((await list()).items.every(({ read }) => read)).toBe(true);
  });

  test('puts some away, which others still see', async () => {
    await summary.ok('POST /notifications/dismiss', { ...me(), json: { ids: [id(1)] } });
    expect(numbers(await list())).toEqual([3, 2]);
    expect(await unread()).toEqual({ unread: 2, worst: 'error' });
    person += 1;
    expect(numbers(await list())).toEqual([3, 2, 1]);
  });

  test('chooses what to be told', async () => {
    const preferences: NotificationPreferences = { minimumLevel: 'warning', muted: ['score'] };
    expect(await summary.ok('GET /notification-preferences', me())).toEqual({
      minimumLevel: 'info',
      muted: [],
    });
    await summary.ok('PUT /notification-preferences', { ...me(), json: preferences });
    expect(await summary.ok('GET /notification-preferences', me())).toEqual(preferences);
    expect(numbers(await list())).toEqual([2]);
    expect(await unread()).toEqual({ unread: 1, worst: 'error' });
    expect(numbers(await list('?category=score'))).toEqual([1]);
  });

  test('is asked to say what makes sense, and to sign in', async () => {
    const call = { ...me(), json: { ids: ['x'] } };
    expect((await summary.call('POST /notifications/read', call)).code).toBe('request.invalid');
    expect((await summary.call('POST /notifications/dismiss', { ...me(), json: {} })).code).toBe(
      'request.invalid',
    );
    expect((await summary.call('GET /notifications', { as: 'nobody' })).status).toBe(401);
  });

  test('has the same by gRPC', async () => {
    const caller = new GrpcCaller(summary.grpc);
    const token = await summary.token('user', `person-${person}`);
    const metadata = { authorization: `Bearer ${token}` };
    const { body } = await caller.call(
      NotificationServiceService.listNotifications,
      { pageSize: 1 },
      metadata,
    );
    expect(body).toMatchObject({ unread: 3, items: [{ id: id(3), code: 'training.run-succeeded' }] });
    const read = await caller.call(NotificationServiceService.readNotifications, { ids: [id(3)] }, metadata);
    expect(read.body).toMatchObject({ unread: 2 });
    const wished = await caller.call(NotificationServiceService.getNotificationPreferences, {}, metadata);
    expect(wished.body).toMatchObject({ preferences: { muted: [] } });
    caller.close();
  });
});

test('what happens again is shown so, and makes nothing unread that was read', async () => {
  await summary.ok('POST /notifications/read', { ...me(), json: {} });
  const lastAt = new Date().toISOString();
  const repeated = { count: 5, lastAt, others: ['line-2'], info: { lowest: 0.1 } };
  await summary.tell(
    'summary',
    { aggregate: 'notification', id: id(1) },
    { type: 'NotificationRepeated', data: repeated },
  );
  const page = await list();
  expect(numbers(page)).toEqual([1, 3, 2]);
  expect(page).toMatchObject({
    unread: 0,
    items: [{ ...repeated, info: { lowest: 0.1, results: 3 } }, {}, {}],
  });
});

describe('what happens in the log', () => {
  const deviceId = 'b'.repeat(26);
  const device = { aggregate: 'device', id: deviceId };
  const faulted = { type: 'DeviceFaulted', data: { kind: 'camera', message: 'No picture.' } };
  const named = { type: 'DeviceDescribed', data: { name: 'line-7' } };
  const faults = async () => (await list('?category=inference')).items;

  test('is told, once, also when the service starts again', async () => {
    await summary.tell('devices', device, named, faulted);
    await summary.eventually(async () =>
      expect(await faults()).toMatchObject([
        {
          code: 'inference.device-faulted',
          source: { kind: 'device', id: deviceId, name: 'line-7' },
          count: 1,
        },
      ]),
    );
    await summary.close();
    await summary.open();
    await summary.tell(
      'datasets',
      { aggregate: 'dataset', id: id(9) },
      {
        type: 'ImportFailed',
        data: {
          importId: id(10),
          counts: { added: 0, known: 0, labelled: 0, refused: 0 },
          code: 'archive.broken',
          message: 'It is cut off.',
        },
      },
    );
    await summary.eventually(async () =>
      expect((await list('?category=datasets')).items).toMatchObject([{ code: 'datasets.import-failed' }]),
    );
    expect(await faults()).toHaveLength(1);
  });

  test('so is work of another service that waits for a person', async () => {
    const letters = jetStreamDeadLetters(
      jetstream(await summary.nats.connect('devices'), { checkAPI: false }),
    );
    const parkedAt = new Date().toISOString();
    const parked = { service: 'devices', process: 'device-twin', instanceId: deviceId, parkedAt };
    await letters.publish({ ...parked, error: 'No room.', failed: null });
    await summary.eventually(async () =>
      expect((await list('?category=system')).items).toMatchObject([
        {
          code: 'system.process-parked',
          source: { name: 'devices: device-twin' },
          info: { error: 'No room.' },
        },
      ]),
    );
    const failed = { id: 'e1', attempts: 8, outgoing: { type: 'Look' } };
    await letters.publish({ ...parked, instanceId: 'other', error: 'No store.', failed, goesOn: true });
    await summary.eventually(async () =>
      expect((await list('?category=system')).items.map(({ code }) => code)).toContain(
        'system.effect-failing',
      ),
    );
    await letters.publish({ ...parked, instanceId: null, error: 'Another log.', failed: null });
    await summary.eventually(async () =>
      expect((await list('?category=system')).items.map(({ code }) => code)).toContain(
        'system.projection-halted',
      ),
    );
  });
});
