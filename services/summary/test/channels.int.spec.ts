import { createHmac } from 'node:crypto';
import type {
  Channel,
  ChannelKind,
  Delivery,
  DeliveryDetail,
  DeliveryStatus,
} from '@tutti/contracts/summary';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { busyFigures, composed } from '../src/daily-summary/daily-summary.fixture';
import { everything } from '../src/channel/channel.fixture';
import { Sink, type Behaviour } from './sink.fixture';
import { TestSummary } from './summary.fixture';

interface List<Item> {
  readonly items: readonly Item[];
}

let sink: Sink;
let service: TestSummary;
beforeAll(async () => {
  sink = await Sink.start();
  service = await TestSummary.start({ channels: { random: () => 0 } });
});
afterAll(async () => {
  await service.stop();
  await sink.stop();
});

const silent = { summaries: false, notifications: null, language: 'en' } as const;
const secret = 'a secret of sixteen letters';

const define = (name: string, kind: ChannelKind = 'teams', more: object = {}): Promise<Channel> =>
  service.ok<Channel>('POST /channels', {
    json: { name, kind, address: `${sink.url}/${name}`, route: silent, ...more },
  });
const channelOf = (id: string) => service.ok<Channel>(`GET /channels/${id}`);
const send = async (id: string): Promise<string> => {
  const { deliveryIds } = await service.ok<{ deliveryIds: string[] }>(`POST /channels/${id}/test`);
  return deliveryIds[0] ?? '';
};
const deliveryOf = (id: string) => service.ok<DeliveryDetail>(`GET /deliveries/${id}`, { as: 'user' });
const until = (id: string, status: DeliveryStatus): Promise<DeliveryDetail> =>
  service.eventually(async () => {
    const delivery = await deliveryOf(id);
    expect(delivery.status).toBe(status);
    return delivery;
  });

/** A channel whose receiver behaves so, and a test that is sent to it. */
const sent = async (name: string, ...behaviours: readonly Behaviour[]) => {
  sink.tell(`/${name}`, ...behaviours);
  const channel = await define(name);
  return { channel, id: await send(channel.id) };
};
const codes = ({ history }: DeliveryDetail) => history.map(({ failure }) => failure?.code ?? 'accepted');

describe('what a receiver answers', () => {
  test('202 is accepted, and the channel works', async () => {
    const { channel, id } = await sent('accepts', 202);
    expect(channel).toMatchObject({ status: 'untried', fromEnvironment: false, lastAcceptedAt: null });
    const delivery = await until(id, 'accepted');
    expect(delivery.history).toMatchObject([{ attempt: 1, httpStatus: 202, failure: null }]);
    await service.eventually(async () => expect((await channelOf(channel.id)).status).toBe('working'));
    const [received] = sink.at('/accepts');
    expect(received?.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(JSON.parse(received?.body ?? '')).toMatchObject({ type: 'message' });
  });

  test('400 is given up at once', async () => {
    const { id } = await sent('refuses', 400);
    expect(codes(await until(id, 'failed'))).toEqual(['refused']);
  });

  test('413 is sent smaller once', async () => {
    const { id } = await sent('narrow', 413, 413);
    expect(codes(await until(id, 'failed'))).toEqual(['too-large', 'too-large']);
  });

  test.each<[string, Behaviour, string]>([
    ['busy', { status: 429, headers: { 'retry-after': '1' } }, 'throttled'],
    ['broken', 500, 'unavailable'],
    ['cut', 'resets', 'timeout'],
  ])('%s: it is tried again', async (name, behaviour, code) => {
    const { id } = await sent(name, behaviour);
    expect(codes(await until(id, 'accepted'))).toEqual([code, 'accepted']);
    expect(sink.at(`/${name}`)).toHaveLength(2);
  });

  test('a body that never ends takes nothing back', async () => {
    const { id } = await sent('slow', 'never ends its body');
    await service.eventually(async () => expect((await deliveryOf(id)).status).toBe('accepted'));
  });

  test('a repetition after a lost answer says that it may be one', async () => {
    const { id } = await sent('lost', 'resets');
    await until(id, 'accepted');
    const [first, second] = sink.at('/lost');
    expect(first?.body).not.toContain('may have arrived before');
    expect(second?.body).toContain('may have arrived before');
  });
});

describe('a channel that does not work', () => {
  test.each<[string, Behaviour, string]>([
    ['locked', 401, 'unauthorised'],
    ['forbidden', 403, 'unauthorised'],
    ['deleted', 404, 'gone'],
    ['over', 410, 'gone'],
    ['moved', { status: 307, headers: { location: '/elsewhere' } }, 'gone'],
  ])(
    '%s: it needs attention, and what waits is sent when somebody has looked',
    async (name, behaviour, code) => {
      const { channel, id } = await sent(name, behaviour);
      const seen = await service.eventually(async () => {
        const now = await channelOf(channel.id);
        expect(now.status).toBe('needs-attention');
        return now;
      });
      expect(seen.attention).not.toBeNull();
      expect(seen.attentionCode).toBe(code);
      const behind = await send(channel.id);
      expect(await until(id, 'waiting')).toMatchObject({ retryAt: null, failure: { code } });
      const waiting = await service.ok<List<Delivery>>(
        `GET /deliveries?status=waiting&channelId=${channel.id}`,
      );
      expect(waiting.items.map((one) => one.id).sort()).toEqual([behind, id].sort());
      const retrying = await service.ok<List<Delivery>>(
        `GET /deliveries?status=retrying&channelId=${channel.id}`,
      );
      expect(retrying.items).toEqual([]);
      expect(sink.at(`/${name}`)).toHaveLength(1);
      expect(sink.at('/elsewhere')).toHaveLength(0);
      await service.ok(`POST /channels/${channel.id}/resume`);
      expect(codes(await until(id, 'accepted'))).toEqual([code, 'accepted']);
      await until(behind, 'accepted');
      expect(await channelOf(channel.id)).toMatchObject({ status: 'working', waiting: 0 });
    },
  );

  test('another address lets it go on', async () => {
    const { channel, id } = await sent('rotated', 401);
    await service.eventually(async () =>
      expect((await channelOf(channel.id)).status).toBe('needs-attention'),
    );
    const json = { address: `${sink.url}/rotated-2` };
    const path = `/channels/${channel.id}`;
    expect((await service.change(`PATCH ${path}`, path, { json })).status).toBe(200);
    await until(id, 'accepted');
    expect(sink.at('/rotated-2')).toHaveLength(1);
  });

  test('one that is switched off drops what waits, and takes nothing', async () => {
    const { channel, id } = await sent('off', 401);
    await service.eventually(async () =>
      expect((await channelOf(channel.id)).status).toBe('needs-attention'),
    );
    const path = `/channels/${channel.id}`;
    expect((await service.change(`PATCH ${path}`, path, { json: { enabled: false } })).status).toBe(200);
    await until(id, 'dropped');
    expect((await service.call(`POST ${path}/test`)).code).toBe('channel.off');
    expect((await service.call(`POST ${path}/resume`)).code).toBe('channel.off');
  });
});

test('what the service stopped in the middle of is told, and tried again with a hint', async () => {
  const { id } = await sent('killed', 'hangs');
  await service.eventually(() => expect(sink.at('/killed')).toHaveLength(1));
  await service.close();
  await service.open();
  expect(codes(await until(id, 'accepted'))).toEqual(['interrupted', 'accepted']);
  const bodies = sink.at('/killed').map(({ body }) => body.includes('may have arrived before'));
  expect(bodies).toEqual([false, true]);
});

test('a person tries again what was given up', async () => {
  const { id } = await sent('again', 400, 202);
  await until(id, 'failed');
  await service.ok(`POST /deliveries/${id}/retry`);
  await until(id, 'accepted');
  expect((await service.call(`POST /deliveries/${id}/retry`)).code).toBe('delivery.not-failed');
});

test('a webhook is signed with its secret, and the same over repetitions', async () => {
  sink.tell('/signed', 500);
  const channel = await define('signed', 'webhook', { secret });
  await until(await send(channel.id), 'accepted');
  const ids = sink.at('/signed').map(({ headers, body }) => {
    const id = String(headers['webhook-id']);
    const content = `${id}.${String(headers['webhook-timestamp'])}.${body}`;
    const signature = createHmac('sha256', secret).update(content).digest('base64');
    expect(headers['webhook-signature']).toBe(`v1,${signature}`);
    expect(JSON.parse(body)).toMatchObject({ id, type: 'channel.test' });
    return id;
  });
  expect(ids).toHaveLength(2);
  expect(new Set(ids).size).toBe(1);
});

test('a day that was summed up goes to the channels that take days, once', async () => {
  await define('days', 'teams', { route: everything });
  await define('tage', 'slack', { route: { ...everything, language: 'ko' } });
  const data = composed(busyFigures);
  const event = { type: 'SummaryComposed', data: { ...data, date: '2026-11-20' } };
  await service.tell('summary', { aggregate: 'daily-summary', id: '2026-11-20' }, event);
  await service.eventually(() => {
    expect(sink.at('/days')).toHaveLength(1);
    expect(sink.at('/tage')).toHaveLength(1);
  });
  await service.close();
  await service.open();
  const { items } = await service.ok<List<Delivery>>('GET /deliveries', { as: 'user' });
  expect(items.filter(({ about }) => about.kind === 'summary')).toHaveLength(2);
  expect(sink.at('/days')).toHaveLength(1);

  // On purpose it is sent once more.
  const again = { json: {}, headers: { 'idempotency-key': 'again' } };
  await service.ok('POST /summaries/2026-11-20/deliveries', again);
  await service.ok('POST /summaries/2026-11-20/deliveries', again);
  await service.eventually(() => {
    expect(sink.at('/days')).toHaveLength(2);
    expect(sink.at('/tage')).toHaveLength(2);
  });
});

describe('a day that is sent once more', () => {
  const date = '2026-11-21';
  const path = `POST /summaries/${date}/deliveries`;
  const mails = (channelIds: readonly string[]) => service.call(path, { json: { channelIds } });
  const sentOf = async (day: string) =>
    (await service.ok<List<Delivery>>(`GET /deliveries?date=${day}`, { as: 'user' })).items;
  const byName = async () => new Map((await sentOf(date)).map((one) => [one.channelName, one.status]));
  let had: Channel, late: Channel, off: Channel;

  beforeAll(async () => {
    had = await define('had-it', 'teams', { route: { ...silent, summaries: true } });
    const data = { ...composed(busyFigures), date };
    await service.tell(
      'summary',
      { aggregate: 'daily-summary', id: date },
      { type: 'SummaryComposed', data },
    );
    await service.eventually(async () => expect((await byName()).get('had-it')).toBe('accepted'));
    late = await define('late', 'slack');
    off = await define('off', 'slack');
    const path = `/channels/${off.id}`;
    await service.change(`PATCH ${path}`, path, { json: { enabled: false } });
  });

  test('goes to the channels that are named, each once, and to no others', async () => {
    const before = await sentOf(date);
    const answer = await service.ok<{ deliveryIds: string[] }>(path, {
      json: { channelIds: [late.id, late.id] },
    });
    expect(answer.deliveryIds).toHaveLength(1);
    await service.eventually(() => expect(sink.at('/late')).toHaveLength(1));
    await service.eventually(async () => expect((await byName()).get('late')).toBe('accepted'));
    expect(await sentOf(date)).toHaveLength(before.length + 1);
    expect(sink.at('/had-it')).toHaveLength(1);
  });

  test('is listed by its day', async () => {
    const all = await sentOf(date);
    expect(all.map(({ about }) => about)).toEqual(all.map(() => ({ kind: 'summary', date, revision: 1 })));
    expect(all.map(({ channelId }) => channelId)).toContain(had.id);
    expect(await sentOf('2026-11-01')).toEqual([]);
  });

  test('goes to nobody where one of the channels is not there, was removed, or is off', async () => {
    const before = await sentOf(date);
    const gone = await define('gone', 'slack');
    await service.change(`DELETE /channels/${gone.id}`, `/channels/${gone.id}`);
    const nobody = '0198c0de-0000-7000-8000-000000000000';
    for (const id of [gone.id, nobody])
      expect(await mails([late.id, id])).toMatchObject({
        status: 404,
        code: 'channel.not-found',
        body: { detail: expect.stringMatching(`No channel has the id ${id}.+ Nothing was sent`) as string },
      });
    expect(await mails([late.id, off.id])).toMatchObject({
      status: 409,
      code: 'channel.off',
      body: { detail: 'off is switched off. Nothing was sent: switch it on, or leave it out.' },
    });
    expect((await mails([])).status).toBe(400);
    expect(await sentOf(date)).toEqual(before);
  });
});

describe('what people may see and do', () => {
  test('an address is shown nowhere', async () => {
    const address = `${sink.url}/a-path-that-nobody-sees?sig=${secret.replaceAll(' ', '')}`;
    const { id } = await define('secret', 'webhook', { address, secret });
    const shown = JSON.stringify([
      await service.ok('GET /channels'),
      await channelOf(id),
      await service.ok('GET /events?aggregate=channel&limit=500', { as: 'admin' }),
      service.logged,
    ]);
    expect(shown).toContain('/…sees');
    expect(shown).not.toContain('a-path-that');
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain('sig=');
  });

  test('channels are for those who manage them', async () => {
    expect((await service.call('GET /channels', { as: 'user' })).status).toBe(403);
    expect((await service.call('GET /deliveries', { as: 'user' })).status).toBe(200);
  });

  test.each([
    ['http://example.com/hook', undefined, 'channel.address-forbidden'],
    ['https://169.254.169.254/latest', undefined, 'channel.address-forbidden'],
    ['https://example.com/hook', 'webhook', 'channel.secret-missing'],
  ])('%s is refused', async (address, kind = 'teams', code = '') => {
    const json = { name: 'x', kind, address, route: silent };
    expect((await service.call('POST /channels', { json })).code).toBe(code);
  });

  test('a channel is removed; what went out by it keeps its name', async () => {
    const { channel, id } = await sent('leaves', 202);
    await until(id, 'accepted');
    const path = `/channels/${channel.id}`;
    expect((await service.change(`DELETE ${path}`, path)).status).toBe(204);
    expect((await service.call(`GET ${path}`)).code).toBe('channel.not-found');
    expect((await deliveryOf(id)).channelName).toBe('leaves');
  });
});
