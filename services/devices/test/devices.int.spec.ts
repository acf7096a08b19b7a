import { createConfig, lintFromString } from '@redocly/openapi-core';
import type { Problem } from '@tutti/contracts/common';
import type { Device } from '@tutti/contracts/devices';
import type { LoggedEvent } from '@tutti/contracts/summary';
import type { SimulatedDevice } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Fleet } from './fleet.fixture';

interface List<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken: string;
}

let fleet: Fleet;
let gate: SimulatedDevice;
let door: SimulatedDevice;
beforeAll(async () => {
  fleet = await Fleet.start();
  gate = await fleet.registered('SN-gate');
  door = await fleet.registered('SN-door');
  await fleet.eventually(() => fleet.show(door));
});
afterAll(() => fleet.stop());

const patch = (device: SimulatedDevice, json: unknown) =>
  fleet.change(`PATCH /devices/${device.id}`, device, json);
const namesOf = async (query: string): Promise<readonly string[]> =>
  (await fleet.ok<List<Device>>(`GET /devices?${query}`)).items.map(({ name }) => name);

describe('describing a device', () => {
  test('changes what is given, removes what is null, and answers with the whole', async () => {
    const json = {
      description: 'At the gate',
      site: 'Seoul',
      location: { latitude: 37.5, longitude: 127 },
      tags: { line: '4' },
    };
    const changed = await patch(gate, json);
    expect(changed).toMatchObject({
      status: 200,
      body: { ...json, name: 'SN-gate', version: 4 },
      etag: '"4"',
    });
    const { body } = await patch(gate, { description: null });
    expect(body).toMatchObject({ description: null, site: 'Seoul' });
  });

  test('renames; a name is borne by one device only and is free again afterwards', async () => {
    expect(await patch(gate, { name: 'North' })).toMatchObject({ status: 200, body: { name: 'North' } });
    expect(await patch(door, { name: 'north' })).toMatchObject({ status: 409, code: 'name.taken' });
    expect(await patch(gate, { name: 'NORTH' })).toMatchObject({ status: 200 });
    expect(await patch(gate, { name: 'South' })).toMatchObject({ status: 200 });
    expect(await patch(door, { name: 'North' })).toMatchObject({ status: 200 });
  });

  test('says nothing new: 422', async () => {
    expect(await patch(door, { name: 'North' })).toMatchObject({
      status: 422,
      code: 'device.nothing-changed',
    });
  });

  test('needs the version that was seen: 428, 412, 400', async () => {
    const path = `PATCH /devices/${door.id}`;
    const json = { site: 'Busan' };
    expect(await fleet.call(path, { json })).toMatchObject({ status: 428 });
    expect(await fleet.call(path, { json, headers: { 'if-match': '"1"' } })).toMatchObject({
      status: 412,
      code: 'aggregate.stale-version',
    });
    expect(await fleet.call(path, { json, headers: { 'if-match': '*' } })).toMatchObject({ status: 400 });
  });

  test('malformed: 400 with the place', async () => {
    expect(await patch(door, { tags: { 'a b': 'c' }, colour: 'red' })).toMatchObject({
      status: 400,
      code: 'request.invalid',
    });
    expect(await fleet.call('GET /devices/nonsense')).toMatchObject({ status: 400 });
  });

  test('of a device that is not there: 404', async () => {
    const headers = { 'if-match': '"0"' };
    const path = `/devices/${'a'.repeat(26)}`;
    expect(await fleet.call(`PATCH ${path}`, { json: { site: 'x' }, headers })).toMatchObject({
      status: 404,
      code: 'device.not-found',
    });
    expect(await fleet.call(`GET ${path}`)).toMatchObject({ status: 404 });
    expect(await fleet.call(`GET ${path}/events`)).toMatchObject({ status: 404 });
  });

  test('repeated under one Idempotency-Key happens once', async () => {
    const { etag } = await fleet.call(`GET /devices/${door.id}`);
    const call = { json: { site: 'Jeju' }, headers: { 'if-match': etag, 'idempotency-key': 'k1' } };
    const first = await fleet.call(`PATCH /devices/${door.id}`, call);
    const second = await fleet.call(`PATCH /devices/${door.id}`, call);
    expect(second).toMatchObject({ status: 200, position: first.position });
  });
});

describe('suspending, resuming, retiring', () => {
  test('goes through its states, each once', async () => {
    const device = await fleet.registered('SN-states');
    await fleet.eventually(() => fleet.show(device));
    const path = `/devices/${device.id}`;
    expect(await fleet.change(`POST ${path}/resume`, device)).toMatchObject({
      status: 409,
      code: 'device.not-suspended',
    });
    expect(await fleet.change(`POST ${path}/suspend`, device, { reason: 'stolen' })).toMatchObject({
      status: 200,
      body: { lifecycle: 'suspended', badge: 'suspended' },
    });
    expect(await fleet.change(`POST ${path}/suspend`, device, {})).toMatchObject({
      status: 409,
      code: 'device.already-suspended',
    });
    expect(await device.standing()).toMatchObject({ status: 'suspended' });
    expect(await fleet.change(`POST ${path}/resume`, device)).toMatchObject({
      status: 200,
      body: { lifecycle: 'registered' },
    });
    const retired = await fleet.change(`DELETE ${path}`, device);
    expect(retired).toMatchObject({ status: 204, body: undefined });
    expect(await fleet.ok(`GET ${path}?position=${retired.position}`)).toMatchObject({
      lifecycle: 'retired',
    });
    expect(await fleet.change(`DELETE ${path}`, device)).toMatchObject({
      status: 409,
      code: 'device.already-retired',
    });
    expect(await fleet.change(`PATCH ${path}`, device, { site: 'x' })).toMatchObject({
      status: 409,
      code: 'device.not-registered',
    });
  });
});

describe('lists', () => {
  beforeAll(async () => {
    const { token } = await fleet.token({ site: 'Incheon', tags: { hall: '1' } });
    for (let n = 0; n < 5; n++) await fleet.device(`LIST-${n}`).ask({ token });
    await fleet.eventually(async () => expect(await namesOf('q=site==Incheon')).toHaveLength(5));
  });

  test.each([
    ['q=serial==LIST-3', ['LIST-3']],
    ['q=name==list-*;serial!=LIST-0&sort=name:DESC', ['LIST-4', 'LIST-3', 'LIST-2', 'LIST-1']],
    ['q=tags.hall==1&sort=requestedAt', ['LIST-0', 'LIST-1', 'LIST-2', 'LIST-3', 'LIST-4']],
    ['q=site==Incheon;badge==disconnected;connectivity==never;lifecycle==registered&pageSize=1', ['LIST-0']],
    ['q=serial==LIST-*&sort=lastSeenAt:DESC,site:DESC,name:DESC&pageSize=2', ['LIST-4', 'LIST-3']],
    ['q=site==Incheon;lastSeenAt=gt=2020-01-01T00:00:00Z', []],
    ['q=site==Incheon;runtime==ready', []],
    ['q=site==Incheon;model==digits', []],
  ])('%s', async (query, names) => {
    expect(await namesOf(query)).toEqual(names);
  });

  test('go on from page to page', async () => {
    const first = await fleet.ok<List<Device>>('GET /devices?q=site==Incheon&pageSize=3');
    const second = await fleet.ok<List<Device>>(
      `GET /devices?q=site==Incheon&pageSize=3&pageToken=${first.nextPageToken}`,
    );
    expect([...first.items, ...second.items].map(({ name }) => name)).toEqual(
      [0, 1, 2, 3, 4].map((n) => `LIST-${n}`),
    );
    expect(second.nextPageToken).toBe('');
    expect(await fleet.call(`GET /devices?pageToken=${first.nextPageToken}`)).toMatchObject({
      status: 400,
      code: 'page.invalid',
    });
  });

  test.each(['q=colour==red', 'q=name==', 'sort=colour', 'q=badge==purple', 'colour=red'])(
    '%s: 400',
    async (query) => {
      expect(await fleet.call(`GET /devices?${query}`)).toMatchObject({ status: 400 });
    },
  );

  test('read their writes, or say that they cannot yet', async () => {
    const { position } = await patch(gate, { description: 'Read me' });
    const headers = { 'tutti-position': position };
    const { items } = await fleet.ok<List<Device>>('GET /devices?q=serial==SN-gate', { headers });
    expect(items).toMatchObject([{ description: 'Read me' }]);
  });

  test('are counted by badge', async () => {
    const counts = await fleet.ok<{ total: number; badges: Record<string, number> }>('GET /devices/counts');
    expect(counts.badges['disconnected']).toBeGreaterThanOrEqual(7);
    expect(Object.values(counts.badges).reduce((sum, n) => sum + n, 0)).toBe(counts.total);
    const metrics = await (await fetch(`${fleet.url}/metrics`)).text();
    expect(metrics).toContain(`fleet_devices{badge="disconnected"} ${counts.badges['disconnected']}`);
    expect(metrics).toContain('tutti_runner_lag_commits{runner="projection device-list"} 0');
    expect(metrics).toMatch(/tutti_runner_lag_commits\{runner="telemetry devices-heartbeat"\} \d/);
  });
});

describe('the past', () => {
  test('a device at a position and at a time', async () => {
    const device = await fleet.registered('SN-past');
    await fleet.eventually(() => fleet.show(device));
    const first = await fleet.change(`PATCH /devices/${device.id}`, device, { name: 'Young' });
    await fleet.change(`PATCH /devices/${device.id}`, device, { name: 'Old' });
    const path = `GET /devices/${device.id}`;
    expect(await fleet.ok(`${path}?asOf=${first.position}`)).toMatchObject({ name: 'Young', version: 3 });
    const { items } = await fleet.ok<List<LoggedEvent>>(`${path}/events`);
    expect(items.map(({ type }) => type)).toEqual([
      'tutti.devices.DeviceDescribed',
      'tutti.devices.DeviceDescribed',
      'tutti.devices.DeviceRegistered',
      'tutti.devices.DeviceRequested',
    ]);
    expect(items[0]).toMatchObject({ authId: 'user:admin-1', data: { name: 'Old' } });
    const registeredAt = items[2]?.time ?? '';
    expect(await fleet.ok(`${path}?asOf=${registeredAt}`)).toMatchObject({
      name: 'SN-past',
      lifecycle: 'registered',
    });
    expect(await fleet.call(`${path}?asOf=2020-01-01T00:00:00Z`)).toMatchObject({ status: 404 });
    expect(await fleet.call(`${path}?asOf=yesterday`)).toMatchObject({ status: 400 });
  });

  test('its events up to then, page by page', async () => {
    const device = await fleet.registered('SN-until');
    await fleet.eventually(() => fleet.show(device));
    const young = await fleet.change(`PATCH /devices/${device.id}`, device, { name: 'Was young' });
    await fleet.change(`PATCH /devices/${device.id}`, device, { name: 'Is old' });
    const path = `GET /devices/${device.id}/events?pageSize=2&asOf=${young.position}`;
    const first = await fleet.ok<List<LoggedEvent>>(path);
    expect(first.items[0]).toMatchObject({ aggregateVersion: 3, data: { name: 'Was young' } });
    const second = await fleet.ok<List<LoggedEvent>>(`${path}&pageToken=${first.nextPageToken}`);
    expect(second.items.map(({ aggregateVersion }) => aggregateVersion)).toEqual([1]);
    expect(second.nextPageToken).toBe('');
    const registeredAt = second.items[0]?.time ?? '';
    const byTime = await fleet.ok<List<LoggedEvent>>(`GET /devices/${device.id}/events?asOf=${registeredAt}`);
    expect(byTime.items.at(-1)).toMatchObject({ aggregateVersion: 1 });
    expect(byTime.items.some(({ type }) => type.endsWith('DeviceDescribed'))).toBe(false);
    const never = await fleet.call(`GET /devices/${device.id}/events?asOf=2020-01-01T00:00:00Z`);
    expect(never).toMatchObject({ status: 404 });
  });

  test('is not what is still to come: the answer says how far the past goes', async () => {
    const device = await fleet.registered('SN-future');
    await fleet.eventually(() => fleet.show(device));
    const renamed = await fleet.change(`PATCH /devices/${device.id}`, device, { name: 'Newest' });
    const path = `GET /devices/${device.id}`;
    // Whoever has just written may ask for it at once, whatever a read model knows by now.
    expect(await fleet.ok(`${path}?asOf=${renamed.position}`)).toMatchObject({ name: 'Newest' });
    const elsewhere = await fleet.change(`PATCH /devices/${gate.id}`, gate, { description: 'Written later' });
    expect(await fleet.ok(`${path}?asOf=${elsewhere.position}`)).toMatchObject({ name: 'Newest' });
    const beyond = await fleet.call(`${path}?asOf=999999`);
    expect(beyond).toMatchObject({ status: 422, code: 'as-of.not-yet' });
    const [, head] = /newest position is (\d+)\./.exec((beyond.body as Problem).detail ?? '') ?? [];
    expect(Number(head)).toBeGreaterThanOrEqual(Number(elsewhere.position));
    expect(await fleet.ok(`${path}?asOf=${head}`)).toMatchObject({ name: 'Newest' });
    const tomorrow = new Date(Date.now() + 24 * 3_600_000).toISOString();
    const later = await fleet.call(`${path}?asOf=${tomorrow}`);
    expect(later).toMatchObject({ status: 422, code: 'as-of.not-yet' });
    expect((later.body as Problem).detail).toMatch(/it is 20\d\d-.*Z now\./);
    expect(await fleet.ok(`${path}?asOf=${new Date().toISOString()}`)).toMatchObject({ name: 'Newest' });
  });

  test('its events page by page', async () => {
    const path = `GET /devices/${gate.id}/events?pageSize=2`;
    const all = await fleet.ok<List<LoggedEvent>>(`GET /devices/${gate.id}/events`);
    const first = await fleet.ok<List<LoggedEvent>>(path);
    const second = await fleet.ok<List<LoggedEvent>>(`${path}&pageToken=${first.nextPageToken}`);
    expect([...first.items, ...second.items]).toEqual(all.items.slice(0, 4));
  });
});

test('the API describes itself without a fault', async () => {
  const response = await fetch(`${fleet.url}/api/openapi.json`);
  const config = await createConfig({ extends: ['recommended'], rules: { 'no-ambiguous-paths': 'off' } });
  const problems = await lintFromString({
    source: await response.text(),
    absoluteRef: 'openapi.json',
    config,
  });
  expect(problems.map(({ ruleId, message, location }) => [ruleId, message, location[0]?.pointer])).toEqual(
    [],
  );
});
