import { jetstream, type JetStreamManager, jetstreamManager } from '@nats-io/jetstream';
import { Kvm } from '@nats-io/kv';
import {
  headers,
  type Msg,
  type NatsConnection,
  PermissionViolationError,
  RequestError,
} from '@nats-io/transport-node';
import { startTestNats, type TestNats } from '../src/testing/test-nats';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let nats: TestNats;
let admin: NatsConnection;
let streams: JetStreamManager['streams'];
let devices: NatsConnection;
let thief: NatsConnection;
let victim: NatsConnection;

beforeAll(async () => {
  nats = await startTestNats();
  admin = await nats.connectAdmin();
  devices = await nats.connect('devices');
  ({ streams } = await jetstreamManager(admin));
  ({ connection: thief } = await nats.connectDevice({ id: 'thief' }));
  ({ connection: victim } = await nats.connectDevice({ id: 'victim' }));
  const twin = await new Kvm(devices).open('twin');
  await twin.put('thief.models', 'for the thief');
  await twin.put('victim.models', 'for the victim');
});
afterAll(() => nats.stop());

const publish = (connection: NatsConnection, subject: string, options = {}) =>
  jetstream(connection, { checkAPI: false }).publish(subject, '[]', options);
const lastSequence = async (stream: string): Promise<number> => (await streams.info(stream)).state.last_seq;

/** All that a device's own rights let it make the server say, to a place of its choice. */
const attack = (reply: string): void => {
  thief.publish('tel.thief.heartbeat', '[]', { reply });
  thief.publish('$JS.API.DIRECT.GET.KV_twin.$KV.twin.thief.models', '', { reply });
  thief.publish('$JS.API.DIRECT.GET.KV_twin.$KV.twin.thief.models', 'not a request', { reply });
};

/**
 * Answers travel in order: once a later publish of the same device is acknowledged, the answers to its earlier ones
 * have gone wherever they go, and once a marker of ours is stored, so has whatever they stored.
 */
const settle = async (): Promise<void> => {
  await thief.request('$JS.API.DIRECT.GET.KV_twin.$KV.twin.thief.models');
  await publish(thief, 'tel.thief.heartbeat');
  await admin.flush();
};

const refusalOf = async (attempt: Promise<unknown>): Promise<string> => {
  const error: unknown = await attempt.then(
    () => 'accepted',
    (reason: unknown) => reason,
  );
  const cause = error instanceof RequestError ? error.cause : error;
  return cause instanceof PermissionViolationError ? 'refused' : String(error);
};

describe('what a device may do', () => {
  it('publishes its own telemetry and is told that it is stored', async () => {
    const before = await lastSequence('TELEMETRY');
    const ack = await publish(victim, 'tel.victim.heartbeat');
    expect(ack).toMatchObject({ stream: 'TELEMETRY', seq: before + 1 });
  });

  it('reads its own twin by key, and learns that a key was never written', async () => {
    const found = await victim.request('$JS.API.DIRECT.GET.KV_twin.$KV.twin.victim.models');
    expect(found.string()).toBe('for the victim');
    expect(Number(found.headers?.get('Nats-Sequence'))).toBeGreaterThan(0);
    const missing = await victim.request('$JS.API.DIRECT.GET.KV_twin.$KV.twin.victim.settings');
    expect(missing.headers?.code).toBe(404);
  });

  it('hears its nudge and nobody else’s', async () => {
    const heard: string[] = [];
    const nudged = new Promise<void>((done) => {
      victim.subscribe('nudge.victim', {
        callback: (_, message) => {
          heard.push(message.subject);
          done();
        },
      });
    });
    await victim.flush();
    devices.publish('nudge.thief');
    devices.publish('nudge.victim');
    await nudged;
    expect(heard).toEqual(['nudge.victim']);
  });
});

describe('the reply-subject attack', () => {
  const targets = [
    { reply: 'evt.devices.device.victim', stream: 'LOG', marker: 'evt.devices.device.marker' },
    { reply: '$KV.twin.victim.models', stream: 'KV_twin', marker: '$KV.twin.marker.head' },
    { reply: 'tel.victim.heartbeat', stream: 'TELEMETRY', marker: undefined },
  ];

  it.each(targets)('writes nothing to $reply', async ({ reply, stream, marker }) => {
    const before = await lastSequence(stream);
    attack(reply);
    await settle();
    if (marker !== undefined) await jetstream(admin).publish(marker, '');
    // TELEMETRY: the two heartbeats of the thief, its own and the one that settles. Elsewhere: the marker alone.
    const own = marker === undefined ? 2 : 1;
    expect(await lastSequence(stream)).toBe(before + own);
    const { subjects = {} } = (await streams.info(stream, { subjects_filter: reply })).state;
    const written = marker === undefined || reply.startsWith('$KV') ? 1 : 0;
    expect(subjects[reply] ?? 0).toBe(written);
  });

  it('would write from inside account CORE: these tests see what they look for', async () => {
    const before = await lastSequence('LOG');
    admin.publish('tel.thief.heartbeat', '[]', { reply: 'evt.devices.device.control' });
    await expect.poll(() => lastSequence('LOG')).toBe(before + 1);
  });

  it('does not change the victim’s twin', async () => {
    const found = await victim.request('$JS.API.DIRECT.GET.KV_twin.$KV.twin.victim.models');
    expect(found.string()).toBe('for the victim');
  });

  it('does not command JetStream or the system', async () => {
    const requests = [
      '$JS.API.STREAM.DELETE.KV_twin',
      '$JS.API.STREAM.PURGE.TELEMETRY',
      '$SYS.REQ.USER.INFO',
    ];
    for (const reply of requests) attack(reply);
    await settle();
    expect((await streams.info('KV_twin')).state.messages).toBeGreaterThan(0);
    expect((await streams.info('TELEMETRY')).state.messages).toBeGreaterThan(0);
  });

  it('can knock at a neighbour’s door, with nothing in hand but the server’s answers to itself', async () => {
    const heard: Msg[] = [];
    const all = new Promise<void>((done) => {
      victim.subscribe('nudge.victim', {
        callback: (_, message) => {
          heard.push(message);
          if (heard.length === 3) done();
        },
      });
    });
    await victim.flush();
    attack('nudge.victim');
    await all;
    // So a nudge means "look" and carries nothing, and an answer is believed by its Nats-Subject.
    const named = heard.map((message) => message.headers?.get('Nats-Subject') ?? '');
    expect(named.filter((subject) => subject !== '')).toEqual(['$KV.twin.thief.models']);
  });
});

describe('what a device may not do', () => {
  const forbidden = [
    'tel.victim.heartbeat',
    'tel.victim.reported',
    'tel.thief.made-up',
    'tel.thief.heartbeat.deeper',
    'evt.devices.device.thief',
    '$KV.twin.thief.models',
    'nudge.victim',
    '_INBOX.victim.anything',
    '$JS.API.INFO',
    '$JS.API.STREAM.INFO.TELEMETRY',
    '$JS.API.STREAM.MSG.GET.LOG',
    '$JS.API.DIRECT.GET.LOG.evt.devices.device.victim',
    '$JS.API.DIRECT.GET.KV_twin',
    '$JS.API.DIRECT.GET.KV_twin.$KV.twin.victim.models',
    '$JS.API.DIRECT.GET.KV_twin.$KV.twin.victim.commands',
    '$JS.API.DIRECT.GET.KV_twin.$KV.twin.*.commands',
    '$KV.twin.thief.commands',
    '$KV.twin.thief.head',
    '$JS.API.CONSUMER.CREATE.TELEMETRY',
    '$JS.API.CONSUMER.CREATE.KV_twin.mine.$KV.twin.thief.models',
    '$JS.API.CONSUMER.DURABLE.CREATE.LOG.mine',
    '$SYS.REQ.USER.INFO',
    '$SYS.REQ.SERVER.PING',
  ];

  it.each(forbidden)('publish %s', async (subject) => {
    expect(await refusalOf(thief.request(subject, '{}', { timeout: 2_000 }))).toBe('refused');
  });

  it.each([
    '>',
    'tel.>',
    'nudge.*',
    'nudge.victim',
    '_INBOX.>',
    '_INBOX.victim.>',
    '_R_.>',
    '$SYS.>',
    'evt.>',
  ])('listen to %s', async (subject) => {
    const refusal = new Promise<unknown>((resolve) => {
      thief.subscribe(subject, { callback: (error) => resolve(error) });
    });
    expect(await refusal).toBeInstanceOf(PermissionViolationError);
  });

  it('publish more than a telemetry batch may weigh', () => {
    expect(thief.info?.max_payload).toBe(256 * 1024);
    expect(() => thief.publish('tel.thief.heartbeat', new Uint8Array(256 * 1024 + 1))).toThrow('max_payload');
  });
});

describe('headers that command JetStream', () => {
  const withHeader = (name: string, value: string) => {
    const set = headers();
    set.set(name, value);
    return { headers: set };
  };

  it.each([
    ['Nats-Rollup', 'all'],
    ['Nats-Rollup', 'sub'],
    ['Nats-TTL', '1s'],
    ['Nats-Schedule', '@every 1s'],
    ['Nats-Incr', '1'],
  ])('%s: %s is refused and removes nothing', async (name, value) => {
    const before = (await streams.info('TELEMETRY')).state.messages;
    await expect(publish(thief, 'tel.thief.heartbeat', withHeader(name, value))).rejects.toThrow();
    expect((await streams.info('TELEMETRY')).state.messages).toBe(before);
  });

  it('Nats-Trace-Dest speaks to nobody else', async () => {
    const heard: string[] = [];
    victim.subscribe('_INBOX.victim.trace', { callback: (_, message) => void heard.push(message.subject) });
    const before = await lastSequence('LOG');
    for (const to of ['evt.devices.device.victim', '_INBOX.victim.trace', 'nudge.victim']) {
      thief.publish('tel.thief.heartbeat', '[]', withHeader('Nats-Trace-Dest', to));
    }
    await settle();
    await victim.flush();
    expect(heard).toEqual([]);
    expect(await lastSequence('LOG')).toBe(before);
  });

  it('a chosen Nats-Msg-Id suppresses nothing of a device that sets none', async () => {
    const before = await lastSequence('TELEMETRY');
    await publish(thief, 'tel.thief.heartbeat', { msgID: 'journal-7-1' });
    const ack = await publish(victim, 'tel.victim.heartbeat');
    expect(ack).toMatchObject({ duplicate: false, seq: before + 2 });
  });

  it('an id is remembered for the shortest time that the server knows', async () => {
    // Within this window two devices that both chose an id could meet: therefore ours choose none.
    expect((await streams.info('TELEMETRY')).config.duplicate_window).toBe(100_000_000);
  });
});
