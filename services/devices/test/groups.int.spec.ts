import type { FilterField } from '@tutti/contracts/common';
import type { Device, DeviceGroup } from '@tutti/contracts/devices';
import type { SimulatedDevice } from '@tutti/testing';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mostGroups } from '../src/device-group/saved-filters';
import { Fleet } from './fleet.fixture';

interface List<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken: string;
}

let fleet: Fleet;
let gate: SimulatedDevice;
beforeAll(async () => {
  fleet = await Fleet.start();
  gate = await fleet.registered('SN-gate');
  const door = await fleet.registered('SN-door');
  await fleet.registered('SN-hall');
  await fleet.eventually(() => fleet.show(door));
  await fleet.change(`PATCH /devices/${gate.id}`, gate, { site: 'seoul', tags: { kind: 'camera' } });
  await fleet.change(`PATCH /devices/${door.id}`, door, { site: 'seoul' });
});
afterAll(() => fleet.stop());

const define = (json: Record<string, unknown>, headers: Record<string, string> = {}) =>
  fleet.call('POST /device-groups', { json, headers });
const defined = async (name: string, filter: string): Promise<DeviceGroup> =>
  fleet.ok<DeviceGroup>('POST /device-groups', { json: { name, filter } });
const serialsOf = async (path: string): Promise<readonly string[]> =>
  (await fleet.ok<List<Device>>(`GET ${path}`)).items.map(({ serial }) => serial);
const q = (filter: string): string => `/devices?q=${encodeURIComponent(filter)}`;

describe('a group', () => {
  test('has the devices that match now', async () => {
    const group = await defined('Seoul', ' site==seoul ');
    expect(group).toMatchObject({ name: 'Seoul', filter: 'site==seoul', members: 2, version: 1 });
    expect(await serialsOf(`/device-groups/${group.id}/members`)).toEqual(['SN-door', 'SN-gate']);
    expect(await serialsOf(`/device-groups/${group.id}/members?q=tags==kind`)).toEqual(['SN-gate']);
    const first = await fleet.ok<List<Device>>(`GET /device-groups/${group.id}/members?pageSize=1`);
    expect(
      await serialsOf(`/device-groups/${group.id}/members?pageSize=1&pageToken=${first.nextPageToken}`),
    ).toEqual(['SN-gate']);
    const { position } = await fleet.change(`PATCH /devices/${gate.id}`, gate, { site: 'busan' });
    const headers = { 'tutti-position': position };
    expect(await fleet.ok(`GET /device-groups/${group.id}`, { headers })).toMatchObject({ members: 1 });
    await fleet.change(`PATCH /devices/${gate.id}`, gate, { site: 'seoul' });
  });

  test('can be named in filters, by name in any spelling or by id', async () => {
    const { id } = await defined('Cameras & more', 'tags.kind==camera,name=="SN-hall"');
    expect(await serialsOf(q('group=="cameras & MORE"'))).toEqual(['SN-gate', 'SN-hall']);
    expect(await serialsOf(q(`group==${id};site==seoul`))).toEqual(['SN-gate']);
    expect(await serialsOf(q(`group!=${id}`))).toEqual(['SN-door']);
    expect(await serialsOf(q(`group=in=(${id},seoul)`))).toEqual(['SN-door', 'SN-gate', 'SN-hall']);
    expect(await fleet.call(`GET ${q('site==seoul;group==nobody')}`)).toMatchObject({
      status: 400,
      code: 'query.invalid',
      body: {
        errors: [{ pointer: '/query/q', detail: expect.stringContaining('(at character 20)') as string }],
      },
    });
  });

  test('is redefined, renamed and deleted by whoever saw its version', async () => {
    const { id } = await defined('Old', 'site==nowhere');
    const path = `/device-groups/${id}`;
    const change = (json: unknown, version: number, method = 'PATCH') =>
      fleet.call(`${method} ${path}`, {
        headers: { 'if-match': `"${version}"` },
        ...(json === undefined ? {} : { json }),
      });
    expect(await fleet.call(`PATCH ${path}`, { json: { name: 'New' } })).toMatchObject({ status: 428 });
    expect(await change({ name: 'New' }, 7)).toMatchObject({ status: 412 });
    expect(await change({ name: 'Seoul' }, 1)).toMatchObject({ status: 409, code: 'name.taken' });
    expect(await change({ name: 'Old' }, 1)).toMatchObject({
      status: 422,
      code: 'device-group.nothing-changed',
    });
    expect(await change({ name: 'New', description: 'For tests', filter: 'site==seoul' }, 1)).toMatchObject({
      status: 200,
      etag: '"2"',
      body: { name: 'New', description: 'For tests', members: 2 },
    });
    const again = await defined('old', 'site==seoul');
    expect(again.version).toBe(1);
    const deleted = await change(undefined, 2, 'DELETE');
    expect(deleted.status).toBe(204);
    const headers = { 'tutti-position': deleted.position };
    expect(await fleet.call(`GET ${path}`, { headers })).toMatchObject({
      status: 404,
      code: 'device-group.not-found',
    });
    expect(await fleet.call(`GET ${path}/members`, { headers })).toMatchObject({ status: 404 });
    expect(await change(undefined, 3, 'DELETE')).toMatchObject({ status: 404 });
    expect((await defined('New', 'site==seoul')).members).toBe(2);
  });

  test('is defined once however often it is sent, and listed', async () => {
    const headers = { 'idempotency-key': 'group-1' };
    const json = { name: 'Once', filter: 'name==SN*' };
    const first = await define(json, headers);
    const { id } = first.body as DeviceGroup;
    expect(first).toMatchObject({ status: 201, etag: '"1"' });
    expect(first.headers.get('location')).toBe(`/api/v1/device-groups/${id}`);
    expect(await define(json, headers)).toMatchObject({ status: 201, body: { id, members: 3 } });
    const { items } = await fleet.ok<List<DeviceGroup>>('GET /device-groups?q=name==Once');
    expect(items).toEqual([first.body]);
  });
});

describe('refused', () => {
  test.each([
    ['a filter that cannot be read', 'site=', 'expected here'],
    ['a field that there is not', 'site==seoul;colour==red', 'There is no field "colour"'],
    ['a group in a group', 'group==Seoul', "A group's filter may not name groups"],
  ])('%s, at its character', async (_, filter, reason) => {
    const before = (await fleet.ok<List<DeviceGroup>>('GET /device-groups')).items.length;
    const answered = await define({ name: 'Bad', filter });
    expect(answered).toMatchObject({
      status: 400,
      code: 'query.invalid',
      body: { errors: [{ pointer: '/filter', detail: expect.stringContaining(reason) as string }] },
    });
    expect((await fleet.ok<List<DeviceGroup>>('GET /device-groups')).items).toHaveLength(before);
  });

  test.each([
    [{ name: '', filter: 'site==seoul' }],
    [{ name: 'x'.repeat(65), filter: 'site==seoul' }],
    [{ name: 'Good', filter: '' }],
    [{ name: 'Good', filter: `name==${'x'.repeat(2000)}` }],
    [{ name: 'Good', filter: 'site==seoul', colour: 'red' }],
  ])('%j', async (json) => {
    expect(await define(json)).toMatchObject({ status: 400, code: 'request.invalid' });
  });

  test('from whoever may only look', async () => {
    const json = { name: 'Mine', filter: 'site==seoul' };
    expect(await fleet.call('POST /device-groups', { json, as: 'user' })).toMatchObject({ status: 403 });
    expect(await fleet.call('GET /device-groups', { as: 'user' })).toMatchObject({ status: 200 });
    expect(await fleet.call('GET /device-groups', { as: 'nobody' })).toMatchObject({ status: 401 });
  });
});

test('the API says what devices can be filtered by', async () => {
  const { items } = await fleet.ok<{ items: readonly FilterField[] }>('GET /devices/fields');
  const field = (name: string): FilterField | undefined => items.find((one) => one.name === name);
  expect(field('connectivity')).toEqual({
    name: 'connectivity',
    type: 'enum',
    operators: ['==', '!=', '=in=', '=out='],
    values: ['online', 'stale', 'offline', 'never'],
  });
  expect(field('tags')).toMatchObject({ type: 'tags', values: ['kind'] });
  expect(field('group')?.values).toContain('Seoul');
  for (const { name, type, values } of items) {
    const value = {
      string: 'a',
      number: '1',
      time: '2026-01-01',
      enum: values[0],
      tags: 'kind',
      group: values[0],
    }[type];
    await fleet.ok(`GET ${q(`${name}=="${value ?? ''}"`)}`);
  }
});

test('there are not more groups than a filter can read', async () => {
  const { items } = await fleet.ok<List<DeviceGroup>>('GET /device-groups?pageSize=500');
  const rest = Array.from({ length: mostGroups - items.length }, (_, n) => `Group ${n}`);
  while (rest.length > 0)
    await Promise.all(
      rest
        .splice(0, 20)
        .map((name) => fleet.ok('POST /device-groups', { json: { name, filter: 'site==x' } })),
    );
  await fleet.eventually(async () =>
    expect(await define({ name: 'One more', filter: 'site==x' })).toMatchObject({
      status: 429,
      code: 'device-group.too-many',
    }),
  );
});
