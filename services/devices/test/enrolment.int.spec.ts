import { problem } from '@tutti/contracts/common';
import {
  fingerprintOf,
  type DeviceCredentials,
  type Enrolment,
  type EnrolmentToken,
} from '@tutti/contracts/devices';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Fleet } from './fleet.fixture';

let fleet: Fleet;
beforeAll(async () => {
  fleet = await Fleet.start();
});
afterAll(() => fleet.stop());

const waiting = async (id: string | undefined): Promise<Enrolment | undefined> => {
  const { items } = await fleet.ok<{ items: Enrolment[] }>('GET /enrolments');
  return items.find((item) => item.id === id);
};

const tokenShows = (id: string, expected: Partial<EnrolmentToken>): Promise<void> =>
  fleet.eventually(async () => {
    const { items } = await fleet.ok<{ items: EnrolmentToken[] }>(`GET /enrolment-tokens?q=id==${id}`);
    expect(items).toMatchObject([{ id, ...expected }]);
  });

describe('a device without a token', () => {
  test('waits, is accepted by its fingerprint, and connects', async () => {
    const device = fleet.device('SN-accept');
    expect(await device.ask({ note: 'Line 4' })).toMatchObject({ status: 'pending', http: 201 });
    expect(await device.ask()).toMatchObject({ status: 'pending', http: 202 });
    expect(await device.standing()).toMatchObject({ status: 'pending' });
    expect((await fleet.call(`GET /devices/${device.id}`)).code).toBe('device.not-found');

    const keyFingerprint = fingerprintOf(device.publicKey);
    expect(await waiting(device.id)).toMatchObject({
      serial: 'SN-accept',
      note: 'Line 4',
      kind: 'new',
      keyFingerprint,
    });
    const json = { keyFingerprint, name: 'Gate', site: 'Seoul', tags: { line: '4' } };
    const accepted = await fleet.call(`POST /enrolments/${device.id}/accept`, { json });
    expect(accepted).toMatchObject({ status: 200, body: { status: 'accepted' } });

    const { items } = await fleet.ok<{ items: { id: string }[] }>(
      `GET /devices?q=site==Seoul&position=${accepted.position}`,
    );
    expect(items).toMatchObject([
      { id: device.id, name: 'Gate', lifecycle: 'registered', badge: 'disconnected' },
    ]);
    expect(await waiting(device.id)).toBeUndefined();
    expect(await device.ask()).toMatchObject({ status: 'accepted', http: 202 });

    const connection = await device.connect();
    await device.publish(connection, 'heartbeat', [device.heartbeat()]);
    await connection.close();
  });

  test('is accepted once, and the repeated request is answered as the first', async () => {
    const device = fleet.device('SN-repeat');
    await device.ask();
    const json = { keyFingerprint: fingerprintOf(device.publicKey) };
    const path = `POST /enrolments/${device.id}/accept`;
    const first = await fleet.call(path, { json, headers: { 'idempotency-key': 'a' } });
    const again = await fleet.call(path, { json, headers: { 'idempotency-key': 'a' } });
    expect(again).toMatchObject({ status: 200, position: first.position });
    expect(await fleet.call(path, { json })).toMatchObject({ status: 409, code: 'device.not-requested' });
  });

  test('is rejected, is told so, and may ask again', async () => {
    const device = fleet.device('SN-reject');
    await device.ask();
    await fleet.ok(`POST /enrolments/${device.id}/reject`, { json: { reason: 'not ours' } });
    expect(await device.standing()).toMatchObject({ status: 'rejected', reason: 'not ours' });
    expect(await waiting(device.id)).toBeUndefined();
    expect(
      (await device.call({ method: 'POST', path: `/api/v1/enrolments/${device.id}/credentials` })).status,
    ).toBe(401);
    expect(await device.ask()).toMatchObject({ status: 'pending', http: 201 });
    expect(await device.standing()).toMatchObject({ status: 'pending' });
    expect(await waiting(device.id)).toMatchObject({ kind: 'new' });
  });

  test('is not accepted by mistake when another key took its place', async () => {
    const [honest, other] = [fleet.device('SN-swap'), fleet.device('SN-swap')];
    await honest.ask();
    await other.ask();
    const seen = { keyFingerprint: fingerprintOf(honest.publicKey) };
    const path = `/enrolments/${honest.id}/accept`;
    expect(await fleet.call(`POST ${path}`, { json: seen })).toMatchObject({
      status: 412,
      code: 'enrolment.request-changed',
    });
    expect((await honest.call({ path: `/api/v1/enrolments/${honest.id}` })).status).toBe(404);
    await fleet.ok(`POST ${path}`, { json: { keyFingerprint: fingerprintOf(other.publicKey) } });
    expect(await other.standing()).toMatchObject({ status: 'accepted' });
  });
});

describe('a device with a token', () => {
  test('is accepted at once when the token says so, with its site and tags', async () => {
    const { id, token } = await fleet.token({ maxUses: 2, site: 'Busan', tags: { batch: '7' } });
    const device = fleet.device('SN-auto');
    expect(await device.ask({ token })).toMatchObject({ status: 'accepted', http: 201 });
    expect(await device.ask({ token })).toMatchObject({ status: 'accepted', http: 202 });
    await fleet.eventually(async () =>
      expect(await fleet.show(device)).toMatchObject({
        name: 'SN-auto',
        site: 'Busan',
        tags: { batch: '7' },
      }),
    );
    await tokenShows(id, { uses: 1, status: 'active' });
  });

  test('waits for a person when the token only vouches', async () => {
    const { id, token } = await fleet.token({ autoAccept: false, site: 'Jeju', tags: { a: '1' } });
    const device = fleet.device('SN-vouched');
    expect(await device.ask({ token })).toMatchObject({ status: 'pending', http: 201 });
    await fleet.eventually(async () =>
      expect(await waiting(device.id)).toMatchObject({ enrolmentTokenId: id }),
    );
    const json = { keyFingerprint: fingerprintOf(device.publicKey), tags: { b: '2' } };
    await fleet.ok(`POST /enrolments/${device.id}/accept`, { json });
    await fleet.eventually(async () =>
      expect(await fleet.show(device)).toMatchObject({ site: 'Jeju', tags: { a: '1', b: '2' } }),
    );
  });

  test('is not used more often than it may, however many ask at once', async () => {
    const { id, token } = await fleet.token({ maxUses: 3 });
    const devices = Array.from({ length: 8 }, (_, n) => fleet.device(`SN-race-${n}`));
    const requests = await Promise.all(devices.map((device) => device.request({ token })));
    const statuses = await Promise.all(
      requests.map(async (request) => (await fleet.device('x').send(request)).status),
    );
    expect(statuses.filter((status) => status === 201)).toHaveLength(3);
    expect(statuses.filter((status) => status === 403)).toHaveLength(5);
    await tokenShows(id, { uses: 3, status: 'used-up' });
  });

  test('burns one use however often it asks at once', async () => {
    const { id, token } = await fleet.token({ maxUses: 5 });
    const device = fleet.device('SN-eager');
    const requests = await Promise.all(Array.from({ length: 5 }, () => device.request({ token })));
    const answers = await Promise.all(requests.map((request) => device.send(request)));
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 202, 202, 202, 202]);
    await tokenShows(id, { uses: 1 });
  });

  test('gets another name when its serial is taken for a name', async () => {
    const named = await fleet.registered('SN-named');
    await fleet.eventually(() => fleet.show(named));
    expect((await fleet.change(`PATCH /devices/${named.id}`, named, { name: 'SN-next' })).status).toBe(200);
    const next = await fleet.registered('SN-next');
    await fleet.eventually(async () =>
      expect(await fleet.show(next)).toMatchObject({ name: `SN-next-${next.id.slice(0, 6)}` }),
    );
  });

  test.each([
    [
      'mistyped',
      'tet_00000000-0000-7000-8000-000000000000_0123456789abcdef0123456789abcdef',
      'enrolment-token.invalid',
    ],
    ['nonsense', 'x', 'enrolment-token.invalid'],
  ])('is refused with one that is %s', async (_, token, code) => {
    const device = fleet.device('SN-bad');
    const response = await device.send(await device.request({ token }));
    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code });
  });

  test('is refused with a revoked one', async () => {
    const { id, token } = await fleet.token();
    expect((await fleet.call(`DELETE /enrolment-tokens/${id}`)).status).toBe(204);
    const device = fleet.device('SN-revoked');
    const response = await device.send(await device.request({ token }));
    expect(await response.json()).toMatchObject({ status: 403, code: 'enrolment-token.revoked' });
    await tokenShows(id, { status: 'revoked' });
  });

  test('is issued once per Idempotency-Key, and then not shown again', async () => {
    const json = { ttlSeconds: 60, maxUses: 1, autoAccept: false };
    const headers = { 'idempotency-key': 'again' };
    const [first, second] = [
      await fleet.call('POST /enrolment-tokens', { json, headers }),
      await fleet.call('POST /enrolment-tokens', { json, headers }),
    ];
    expect(first.status).toBe(201);
    expect(second).toMatchObject({ status: 409, code: 'enrolment-token.already-issued' });
    const other = await fleet.call('POST /enrolment-tokens', { json: { ...json, maxUses: 2 }, headers });
    expect(other).toMatchObject({ status: 422, code: 'request.idempotency-key-reused' });
  });
});

describe('a new key on a known serial', () => {
  test('waits for a person whatever its token says; the old key works until then', async () => {
    const old = await fleet.registered('SN-rekey');
    await fleet.eventually(() => fleet.show(old));
    await fleet.change(`PATCH /devices/${old.id}`, old, { name: 'Kiln' });
    const fresh = fleet.device('SN-rekey');
    const { token } = await fleet.token();
    expect(await fresh.ask({ token, agentVersion: '0.2.0' })).toMatchObject({ status: 'pending', http: 201 });
    await fleet.eventually(async () => expect(await waiting(old.id)).toMatchObject({ kind: 'new-key' }));
    expect((await old.credentials()).deviceId).toBe(old.id);
    await expect(fresh.credentials()).rejects.toThrow('device.token-invalid');

    await fleet.ok(`POST /enrolments/${old.id}/accept`, {
      json: { keyFingerprint: fingerprintOf(fresh.publicKey) },
    });
    expect((await fresh.credentials()).deviceId).toBe(old.id);
    await expect(old.credentials()).rejects.toThrow('device.token-invalid');
    await fleet.eventually(async () =>
      expect(await fleet.show(old)).toMatchObject({
        name: 'Kiln',
        keyFingerprint: fingerprintOf(fresh.publicKey),
        agentVersion: '0.2.0',
        lifecycle: 'registered',
      }),
    );
  });

  test('rejected, it changes nothing', async () => {
    const old = await fleet.registered('SN-intruder');
    const intruder = fleet.device('SN-intruder');
    await intruder.ask();
    await fleet.ok(`POST /enrolments/${old.id}/reject`, { json: {} });
    expect(await intruder.standing()).toMatchObject({ status: 'rejected' });
    expect((await old.credentials()).deviceId).toBe(old.id);
    expect(await fleet.show(old)).toMatchObject({ lifecycle: 'registered' });
  });

  test('is needed after retirement', async () => {
    const old = await fleet.registered('SN-retired');
    await fleet.eventually(() => fleet.show(old));
    expect((await fleet.change(`DELETE /devices/${old.id}`, old)).status).toBe(204);
    expect(await old.standing()).toMatchObject({ status: 'retired' });
    expect(await old.ask()).toMatchObject({ status: 'retired', http: 202 });
    const fresh = fleet.device('SN-retired');
    const { token } = await fleet.token();
    expect(await fresh.ask({ token })).toMatchObject({ status: 'pending', http: 201 });
    await fleet.ok(`POST /enrolments/${old.id}/accept`, {
      json: { keyFingerprint: fingerprintOf(fresh.publicKey) },
    });
    expect(await fresh.standing()).toMatchObject({ status: 'accepted' });
    await fleet.eventually(async () =>
      expect(await fleet.show(old)).toMatchObject({ lifecycle: 'registered', name: 'SN-retired' }),
    );
  });
});

describe('what does not get in', () => {
  test('a signature of another key', async () => {
    const [device, other] = [fleet.device('SN-proof'), fleet.device('SN-proof')];
    const { signature } = await other.request();
    const response = await device.send({ ...(await device.request()), signature });
    expect(await response.json()).toMatchObject({ status: 401, code: 'enrolment.proof-invalid' });
  });

  test('a nonce that we never issued', async () => {
    const device = fleet.device('SN-nonce');
    const response = await device.send({ ...(await device.request()), nonce: 'abc.def.ghi' });
    expect(await response.json()).toMatchObject({ status: 401, code: 'enrolment.nonce-expired' });
  });

  test('a request that is malformed', async () => {
    const device = fleet.device('SN malformed');
    const response = await device.send({ ...(await device.request()), extra: true });
    const { code, errors } = problem.parse(await response.json());
    expect(code).toBe('request.invalid');
    expect(errors?.map(({ pointer }) => pointer)).toContain('/serial');
  });

  test('an answer to nothing', async () => {
    const json = { keyFingerprint: 'AAAA-AAAA-AAAA-AAAA' };
    const path = `/enrolments/${'a'.repeat(26)}`;
    expect(await fleet.call(`POST ${path}/accept`, { json })).toMatchObject({
      status: 404,
      code: 'enrolment.not-found',
    });
    expect(await fleet.call(`POST ${path}/reject`, { json: {} })).toMatchObject({ status: 404 });
  });

  test('people without the right, and nobody at all', async () => {
    const device = fleet.device('SN-right');
    await device.ask();
    const json = { keyFingerprint: fingerprintOf(device.publicKey) };
    expect(await fleet.call(`POST /enrolments/${device.id}/accept`, { json, as: 'nobody' })).toMatchObject({
      status: 401,
    });
    expect(await fleet.call('GET /devices', { as: 'nobody' })).toMatchObject({ status: 401 });
    const other = await fleet.registered('SN-right-2');
    const headers = { 'if-match': '"2"' };
    expect(await fleet.call(`DELETE /devices/${other.id}`, { as: 'user', headers })).toMatchObject({
      status: 403,
    });
  });
});

test('credentials name who signs models, at enrolment and at every renewal', async () => {
  const device = await fleet.registered('SN-signers');
  for (const { modelSigners } of [await device.credentials(), await device.credentials()])
    expect(modelSigners).toEqual([fleet.nats.setup.modelSigner]);
});

test('credentials last a day, are renewed before, and work without the old ones', async () => {
  const device = await fleet.registered('SN-pass');
  const { expiresAt, renewAfter }: DeviceCredentials = await device.credentials();
  const hours = (time: string): number => (Date.parse(time) - Date.now()) / 3_600_000;
  expect(hours(expiresAt)).toBeCloseTo(24, 1);
  expect(hours(renewAfter)).toBeCloseTo(16, 1);
});
