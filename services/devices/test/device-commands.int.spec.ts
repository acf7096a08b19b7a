import { createHash, randomUUID } from 'node:crypto';
import type { NatsConnection } from '@nats-io/transport-node';
import {
  twinCommands,
  twinHead,
  type CommandReport,
  type CommandResult,
  type DeviceCommand,
} from '@tutti/contracts/devices';
import type { SimulatedDevice } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Fleet } from './fleet.fixture';

let fleet: Fleet;
/** How far the server's clock is ahead. */
let ahead = 0;
const connections: NatsConnection[] = [];

beforeAll(async () => {
  fleet = await Fleet.start({ clock: { now: () => new Date(Date.now() + ahead) } });
});
afterAll(async () => {
  await Promise.all(connections.map((connection) => connection.close()));
  await fleet.stop();
});

type Known = SimulatedDevice & { readonly id: string };

const connected = async (serial: string): Promise<{ device: Known; connection: NatsConnection }> => {
  const device = await fleet.registered(serial);
  const connection = await device.connect();
  connections.push(connection);
  return { device, connection };
};

const png = Buffer.concat([
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
  Buffer.from(randomUUID()),
]);
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const sendPicture = (body: Uint8Array = png) =>
  fleet.call('POST /device-commands/pictures', { bytes: { type: 'image/png', body } });

const issue = (json: Record<string, unknown>, headers: Record<string, string> = {}) =>
  fleet.call('POST /device-commands', { json, headers });
const issued = async (json: Record<string, unknown>): Promise<DeviceCommand> => {
  const { status, body } = await issue(json);
  expect(status, JSON.stringify(body)).toBe(201);
  return body as DeviceCommand;
};
const show = (id: string): Promise<DeviceCommand> => fleet.ok<DeviceCommand>(`GET /device-commands/${id}`);
const becomes = (id: string, expected: Partial<DeviceCommand>): Promise<void> =>
  fleet.eventually(async () => expect(await show(id)).toMatchObject(expected));

const twinKey = async (connection: NatsConnection, deviceId: string, key: string): Promise<unknown> => {
  const subject = `$JS.API.DIRECT.GET.KV_twin.$KV.twin.${deviceId}.${key}`;
  const answer = await connection.request(subject);
  return answer.headers?.code === 404 ? undefined : answer.json();
};
/** Ids of what the device is to do, once the twin says what it should. */
const twinBecomes = ({ device, connection }: { device: Known; connection: NatsConnection }, ids: string[]) =>
  fleet.eventually(async () => {
    const told = twinCommands.parse(await twinKey(connection, device.id, 'commands'));
    expect(told.commands).toMatchObject(ids.map((id) => ({ id })));
    const head = twinHead.parse(await twinKey(connection, device.id, 'head'));
    expect(head['commands']).toBe(`${told.incarnation}:${told.position}`);
    return told;
  });

const model = { name: 'digits', version: 'v1.0', digest: 'a'.repeat(64), task: 'classification' } as const;
const reloaded: CommandResult = { kind: 'reload-model', model };
const accepted: CommandReport = { state: 'accepted' };
const succeeded: CommandReport = { state: 'succeeded', result: reloaded };
const reload = (device: Known, more: Record<string, unknown> = {}) => ({
  deviceId: device.id,
  kind: 'reload-model',
  ...more,
});

describe('try a picture (S2-5, S2-13)', () => {
  test('the picture goes up, the device fetches and judges it, the result is shown', async () => {
    const { device, connection } = await connected('SN-infer');
    const nudged = new Promise((resolve) =>
      connection.subscribe(`nudge.${device.id}`, { callback: () => resolve(true) }),
    );
    await connection.flush();
    const sent = await sendPicture();
    expect(sent).toMatchObject({
      status: 201,
      body: { sha256: digestOf(png), size: png.length, type: 'image/png' },
    });
    const command = await issued({ deviceId: device.id, kind: 'infer', picture: digestOf(png) });
    expect(command).toMatchObject({ status: 'issued', issuedBy: 'user:admin-1' });
    await nudged;
    await twinBecomes({ device, connection }, [command.id]);
    const path = `/api/v1/devices/${device.id}/commands/${command.id}/picture`;
    const fetched = await device.call({ path });
    expect(Buffer.from(await fetched.arrayBuffer())).toEqual(png);
    await device.publish(connection, 'reported', [
      device.reported(command.id, accepted),
      device.reported(command.id, { state: 'running', progress: { step: 'working', share: 0.5 } }),
    ]);
    await becomes(command.id, { status: 'accepted', progress: { step: 'working', share: 0.5 } });
    const result: CommandResult = {
      kind: 'infer',
      model,
      label: '7',
      score: 0.9,
      probabilities: { '7': 0.9 },
      boxes: [],
      latencyMs: 2,
    };
    await device.publish(connection, 'reported', [
      device.reported(command.id, { state: 'succeeded', result }),
    ]);
    await becomes(command.id, { status: 'succeeded', result, progress: null });
    await twinBecomes({ device, connection }, []);
    const shown = await fleet.call(`GET /device-commands/${command.id}/picture`);
    expect(shown.headers.get('content-type')).toBe('image/png');
    expect((await device.call({ path })).status).toBe(409);
  });

  test('needs a picture that was sent, and that is one', async () => {
    const { device } = await connected('SN-no-picture');
    const picture = digestOf(Buffer.from('never sent'));
    expect((await issue({ deviceId: device.id, kind: 'infer', picture })).code).toBe(
      'device-command.picture-missing',
    );
    expect((await sendPicture(Buffer.from('no picture'))).code).toBe('device-command.picture-invalid');
    expect((await sendPicture(Buffer.alloc(10 * 1024 * 1024 + 1))).status).toBe(413);
  });
});

describe('collect logs', () => {
  test('the lines come as bytes that only their device may send, while it is asked for them', async () => {
    const peer = await connected('SN-logs');
    const other = await connected('SN-logs-other');
    const command = await issued({ deviceId: peer.device.id, kind: 'collect-logs' });
    const lines = Buffer.from('{"msg":"one"}\n{"msg":"two"}\n');
    const put = (by: Known, id: string, body = lines, sha256 = digestOf(lines)) =>
      by.call({
        method: 'PUT',
        path: `/api/v1/devices/${id}/commands/${command.id}/logs/${sha256}`,
        body,
        contentType: 'application/octet-stream',
      });
    const codeOf = async (response: Response) => ((await response.json()) as { code: string }).code;
    expect(await codeOf(await put(other.device, other.device.id))).toBe('device-command.not-yours');
    expect(await codeOf(await put(other.device, peer.device.id))).toBe('device-command.not-yours');
    expect(await codeOf(await put(peer.device, peer.device.id, lines, 'f'.repeat(64)))).toBe(
      'blob.digest-mismatch',
    );
    expect((await put(peer.device, peer.device.id)).status).toBe(204);
    expect((await fleet.call(`GET /device-commands/${command.id}/logs`)).code).toBe(
      'device-command.bytes-gone',
    );
    const result: CommandResult = {
      kind: 'collect-logs',
      sha256: digestOf(lines),
      bytes: lines.length,
      lines: 2,
    };
    await peer.device.publish(peer.connection, 'reported', [
      peer.device.reported(command.id, { state: 'succeeded', result }),
    ]);
    await becomes(command.id, { status: 'succeeded', result });
    expect((await fleet.call(`GET /device-commands/${command.id}/logs`)).body).toBe(lines.toString());
    expect((await fleet.call(`GET /device-commands/${command.id}/logs`, { as: 'user' })).status).toBe(403);
    expect(await codeOf(await put(peer.device, peer.device.id))).toBe('device-command.not-running');
    const wrong = await issued(reload(peer.device));
    const path = `/api/v1/devices/${peer.device.id}/commands/${wrong.id}/logs/${digestOf(lines)}`;
    const refused = await peer.device.call({
      method: 'PUT',
      path,
      body: lines,
      contentType: 'application/octet-stream',
    });
    expect(await codeOf(refused)).toBe('device-command.report-invalid');
  });
});

describe('issuing', () => {
  test('is for those who manage devices; looking is for everybody', async () => {
    const { device } = await connected('SN-rights');
    const json = reload(device);
    expect((await fleet.call('POST /device-commands', { json, as: 'user' })).status).toBe(403);
    expect((await fleet.call('POST /device-commands', { json, as: 'nobody' })).status).toBe(401);
    const command = await issued(json);
    expect((await fleet.call(`GET /device-commands/${command.id}`, { as: 'user' })).status).toBe(200);
    expect(
      (await fleet.call(`POST /device-commands/${command.id}/cancel`, { json: {}, as: 'user' })).status,
    ).toBe(403);
  });

  test('again under the same key is the same command', async () => {
    const { device } = await connected('SN-again');
    const headers = { 'idempotency-key': randomUUID() };
    const first = await issue(reload(device), headers);
    const second = await issue(reload(device), headers);
    expect(second.body).toEqual(first.body);
    const other = await issue(reload(device, { expiresInSeconds: 60 }), headers);
    expect(other.code).toBe('request.idempotency-key-reused');
  });

  test('is refused where it makes no sense, and changes nothing', async () => {
    const { device } = await connected('SN-sense');
    const refusals = [
      await issue({ ...reload(device), deviceId: 'a'.repeat(26) }),
      await issue(reload(device, { expiresInSeconds: 604_801 })),
      await issue({ deviceId: device.id, kind: 'restart-agent', expiresInSeconds: 604_800 }),
      await issue({ deviceId: device.id, kind: 'format-disk' }),
    ];
    expect(refusals.map(({ status, code }) => [status, code])).toEqual([
      [404, 'device.not-found'],
      [400, 'request.invalid'],
      [400, 'device-command.deadline-invalid'],
      [400, 'request.invalid'],
    ]);
    expect((await fleet.call(`GET /device-commands/${randomUUID()}`)).code).toBe('device-command.not-found');
    const { items } = await fleet.ok<{ items: unknown[] }>(`GET /device-commands?q=deviceId==${device.id}`);
    expect(items).toEqual([]);
  });

  test('stops at ten open commands, however many ask at once; the list shows the newest first', async () => {
    const { device } = await connected('SN-many');
    const answers = await Promise.all(Array.from({ length: 12 }, () => issue(reload(device))));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(answers.filter(({ code }) => code === 'device-command.too-many-open')).toHaveLength(2);
    const { items } = await fleet.ok<{ items: DeviceCommand[] }>(
      `GET /device-commands?q=deviceId==${device.id};status==issued`,
    );
    expect(items).toHaveLength(10);
    const times = items.map(({ issuedAt }) => issuedAt);
    expect(times).toEqual(times.toSorted().toReversed());
  });
});

describe('a command always ends', () => {
  test('one that waits for an offline device is there when it connects, and expires by the server’s time', async () => {
    const device = await fleet.registered('SN-offline');
    const waits = await issued(reload(device));
    const hurries = await issued(reload(device, { expiresInSeconds: 5 }));
    const connection = await device.connect();
    connections.push(connection);
    await twinBecomes({ device, connection }, [waits.id, hurries.id]);
    ahead += 6000;
    await becomes(hurries.id, { status: 'expired' });
    await twinBecomes({ device, connection }, [waits.id]);
    await device.publish(connection, 'reported', [device.reported(hurries.id, succeeded)]);
    await becomes(hurries.id, { status: 'expired', late: { state: 'succeeded', result: reloaded } });
    await device.publish(connection, 'reported', [device.reported(waits.id, succeeded)]);
    await becomes(waits.id, { status: 'succeeded' });
  });

  test('also over a restart of the service', async () => {
    const peer = await connected('SN-restarted');
    const command = await issued(reload(peer.device, { expiresInSeconds: 5 }));
    await twinBecomes(peer, [command.id]);
    await fleet.close();
    ahead += 6000;
    await fleet.open();
    await becomes(command.id, { status: 'expired' });
    await twinBecomes(peer, []);
  });

  test('with its device', async () => {
    const peer = await connected('SN-suspended');
    const command = await issued(reload(peer.device));
    await twinBecomes(peer, [command.id]);
    expect((await fleet.change(`POST /devices/${peer.device.id}/suspend`, peer.device, {})).status).toBe(200);
    await becomes(command.id, { status: 'cancelled', cancelCause: 'device-suspended' });
    expect((await issue(reload(peer.device))).code).toBe('device.not-registered');
  });

  test('by a cancel: at once while it waits, by the device’s word once it runs, or by force', async () => {
    const peer = await connected('SN-cancel');
    const { device, connection } = peer;
    const cancel = (id: string, json = {}) => fleet.call(`POST /device-commands/${id}/cancel`, { json });
    const waiting = await issued(reload(device));
    expect((await cancel(waiting.id)).body).toMatchObject({ status: 'cancelled', cancelCause: 'user' });
    expect((await cancel(waiting.id)).code).toBe('device-command.already-closed');
    const running = await issued(reload(device));
    await device.publish(connection, 'reported', [device.reported(running.id, accepted)]);
    await becomes(running.id, { status: 'accepted' });
    expect((await cancel(running.id)).body).toMatchObject({ status: 'cancelling' });
    const told = await fleet.eventually(async () => {
      const { commands } = await twinBecomes(peer, [running.id]);
      expect(commands).toMatchObject([{ cancel: 1 }]);
      return commands;
    });
    expect(told).toHaveLength(1);
    const refusal: CommandReport = { state: 'cancel-refused', cancel: 1, reason: 'It cannot be stopped.' };
    await device.publish(connection, 'reported', [device.reported(running.id, refusal)]);
    await becomes(running.id, { status: 'accepted', cancelRefusal: 'It cannot be stopped.' });
    expect((await cancel(running.id, { force: true })).body).toMatchObject({
      status: 'cancelled',
      cancelCause: 'forced',
    });
    await twinBecomes(peer, []);
  });
});

describe('reports', () => {
  test('that come twice and in the wrong order lead to the same end, once in the log', async () => {
    const { device, connection } = await connected('SN-disorder');
    const command = await issued(reload(device));
    const [first, second] = [device.reported(command.id, accepted), device.reported(command.id, succeeded)];
    await device.publish(connection, 'reported', [second]);
    await device.publish(connection, 'reported', [first, second]);
    await device.publish(connection, 'reported', [first]);
    await becomes(command.id, { status: 'succeeded', version: 2 });
    const marker = await issued(reload(device));
    await device.publish(connection, 'reported', [device.reported(marker.id, succeeded)]);
    await becomes(marker.id, { status: 'succeeded' });
    expect(await show(command.id)).toMatchObject({ status: 'succeeded', version: 2, late: null });
  });

  test('of another device’s command are refused and counted; what comes behind them is taken', async () => {
    const victim = await connected('SN-victim');
    const thief = await connected('SN-thief');
    const command = await issued(reload(victim.device));
    const own = await issued(reload(thief.device));
    await thief.device.publish(thief.connection, 'reported', [
      thief.device.reported(command.id, { state: 'failed', failure: { code: 'x', message: 'forged' } }),
      thief.device.reported(randomUUID(), succeeded),
      thief.device.reported(own.id, succeeded),
    ]);
    await becomes(own.id, { status: 'succeeded' });
    expect(await show(command.id)).toMatchObject({ status: 'issued', version: 1 });
    expect(fleet.lines.join('')).toContain('device-command.not-yours');
    const stolen = await thief.device.call({
      path: `/api/v1/devices/${thief.device.id}/commands/${command.id}/picture`,
    });
    expect(((await stolen.json()) as { code: string }).code).toBe('device-command.not-yours');
  });
});

test('one person cannot flood the fleet: commands and pictures are limited', async () => {
  const strict = await Fleet.start({ settings: { commands: { perMinute: 2, filesPerDay: 1 } } });
  const device = await strict.registered('SN-flood');
  const ask = () => strict.call('POST /device-commands', { json: reload(device) });
  const send = () =>
    strict.call('POST /device-commands/pictures', { bytes: { type: 'image/png', body: png } });
  expect([await ask(), await ask(), await ask()].map(({ status, code }) => code ?? status)).toEqual([
    201,
    201,
    'request.rate-limited',
  ]);
  expect([await send(), await send()].map(({ status, code }) => code ?? status)).toEqual([
    201,
    'request.rate-limited',
  ]);
  await strict.stop();
});
