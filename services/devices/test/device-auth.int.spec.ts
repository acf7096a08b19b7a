import { createHash } from 'node:crypto';
import { createUser } from '@nats-io/nkeys';
import type { DeviceCall, SimulatedDevice } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { usualSettings } from '../src/index';
import { Fleet } from './fleet.fixture';

const picture = Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), Buffer.from('picture')]);
const sha256 = createHash('sha256').update(picture).digest('hex');

let fleet: Fleet;
let device: SimulatedDevice;
let upload: DeviceCall & { readonly path: string };
beforeAll(async () => {
  fleet = await Fleet.start({
    settings: { limits: { perAddressPerMinute: 30, perMinute: 1000 }, previewsPerDay: 20 },
  });
  device = await fleet.registered('SN-auth');
  const path = `/api/v1/devices/${device.id}/previews/${sha256}`;
  upload = { method: 'PUT', path, body: picture, contentType: 'image/jpeg' };
});
afterAll(() => fleet.stop());

const codeOf = async (call: DeviceCall): Promise<unknown> => {
  const response = await device.call(call);
  return response.ok ? response.status : ((await response.json()) as { code: string }).code;
};

describe('a token that the device did not sign for this request', () => {
  const now = Math.floor(Date.now() / 1000);
  test.each<[string, () => Partial<DeviceCall>]>([
    ['of another method', () => ({ claims: { htm: 'POST' } })],
    ['of another path', () => ({ claims: { htu: '/api/v1/devices' } })],
    [
      'with a query that was not signed',
      () => ({ path: `${upload.path}?x=1`, claims: { htu: upload.path } }),
    ],
    ['expired', () => ({ claims: { iat: now - 120, exp: now - 60 } })],
    ['that lives for an hour', () => ({ claims: { exp: now + 3600 } })],
    ['for another audience', () => ({ claims: { aud: 'somebody' } })],
    ['of another device', () => ({ claims: { iss: 'a'.repeat(26) } })],
    ['of what is no device id', () => ({ claims: { iss: '*' } })],
    ['of many devices', () => ({ claims: { iss: 'a.>' } })],
    ['of nobody', () => ({ claims: { iss: '' } })],
    ['naming another key', () => ({ claims: { key: createUser().getPublicKey() } })],
    [
      'signed by another key',
      () => ({ token: fleet.device('SN-thief').token({ ...upload, claims: { iss: device.id } }) }),
    ],
    ['that is none', () => ({ token: 'a.b.c' })],
  ])('%s', async (_, changes) => {
    expect(await codeOf({ ...upload, ...changes() })).toBe('device.token-invalid');
  });

  test('for another body', async () => {
    expect(await codeOf({ ...upload, claims: { sha256: '0'.repeat(64) } })).toBe('request.unauthenticated');
    expect(await codeOf({ ...upload, claims: { size: 3 } })).toBe('request.unauthenticated');
  });

  test('used a second time', async () => {
    const token = device.token(upload);
    expect(await codeOf({ ...upload, token })).toBe(204);
    expect(await codeOf({ ...upload, token })).toBe('device.token-invalid');
  });

  test('of a person', async () => {
    const { path } = upload;
    const answered = await fleet.call(`PUT ${path.replace('/api/v1', '')}`);
    expect(answered).toMatchObject({ status: 401, code: 'request.unauthenticated' });
    expect((await device.call({ path: '/api/v1/devices' })).status).toBe(401);
  });

  test('of a device that asks about another', async () => {
    const other = await fleet.registered('SN-asked');
    const path = `/api/v1/enrolments/${other.id}`;
    expect(await codeOf({ path })).toBe('request.forbidden');
    expect(await codeOf({ method: 'POST', path: `${path}/credentials` })).toBe('request.forbidden');
  });
});

test('too many previews', async () => {
  const greedy = await fleet.registered('SN-greedy');
  const path = `/api/v1/devices/${greedy.id}/previews/${sha256}`;
  const statuses = [];
  for (let n = 0; n < 21; n++) statuses.push((await greedy.call({ ...upload, path })).status);
  expect(statuses.slice(0, 20)).toEqual(Array.from({ length: 20 }, () => 204));
  const refused = await greedy.call({ ...upload, path });
  expect(refused.headers.get('retry-after')).toMatch(/^\d+$/);
  expect(await refused.json()).toMatchObject({ status: 429, code: 'preview.quota' });
});

test('too many enrolment calls from one address', async () => {
  const statuses = new Set<number>();
  for (let n = 0; n < 40; n++)
    statuses.add((await fetch(`${fleet.url}/api/v1/enrolments/challenges`, { method: 'POST' })).status);
  expect(statuses).toEqual(new Set([201, 429]));
});

test('too many requests that wait', async () => {
  const crowded = await Fleet.start({ settings: { ...usualSettings, mostPending: 2 } });
  try {
    await crowded.device('SN-1').ask();
    await crowded.device('SN-2').ask();
    const third = crowded.device('SN-3');
    const response = await third.send(await third.request());
    expect(await response.json()).toMatchObject({ status: 429, code: 'enrolment.too-many-pending' });
    const { items } = await crowded.ok<{ items: { id: string }[] }>('GET /enrolments');
    for (const { id } of items) await crowded.ok(`POST /enrolments/${id}/reject`, { json: {} });
    await crowded.eventually(async () => expect(await third.ask()).toMatchObject({ status: 'pending' }));
  } finally {
    await crowded.stop();
  }
});
