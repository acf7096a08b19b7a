import type { Frame, FrameCount } from '@tutti/contracts/datasets';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { usualSettings } from '../src/config';
import { digestOf, Library } from './datasets.fixture';
import { bomb, Fleet, jpeg, type Camera } from './frames.fixture';

interface Frames {
  readonly items: readonly Frame[];
  readonly nextPageToken: string;
}

let library: Library;
let fleet: Fleet;
let camera: Camera;
beforeAll(async () => {
  library = await Library.start(usualSettings);
  fleet = await Fleet.open(library);
  camera = await fleet.camera('SN-camera', { name: 'Line 1', tags: { site: 'seoul' } });
});
afterAll(() => library.stop());

const list = (query: string): Promise<Frames> => library.ok<Frames>(`GET /frames?${query}`);
const count = (query: string): Promise<FrameCount> => library.ok<FrameCount>(`GET /frames/count?${query}`);
const of = (one: Camera): string => `q=device==${one.device.id}`;

describe('a picture that a device chose', () => {
  test('is a frame, with the result that it belongs to', async () => {
    const picture = await jpeg('#a00000');
    const result = { label: '3', score: 0.4, probabilities: { '3': 0.4, '8': 0.6 }, inputFile: 'a.jpg' };
    const sent = await camera.send(picture, { about: { reasons: ['audit', 'threshold'] }, result });
    expect(sent).toMatchObject({
      status: 201,
      body: {
        id: `${camera.device.id}.${camera.device.journal}.1`,
        deviceId: camera.device.id,
        deviceName: 'Line 1',
        reasons: ['threshold', 'audit'],
        auditShare: 0.1,
        digest: digestOf(picture),
        bytes: picture.length,
        mediaType: 'image/jpeg',
        width: 640,
        height: 480,
        inputFile: 'a.jpg',
        prediction: { label: '3', score: 0.4, probabilities: { '3': 0.4, '8': 0.6 }, boxes: [] },
      },
    });
    expect(sent.headers.get('location')).toBe(`/api/v1/frames/${sent.body.id}`);
    expect(await library.ok(`GET /frames/${sent.body.id}`)).toEqual(sent.body);
    expect((await list(of(camera))).items).toEqual([sent.body]);
  });

  test('is answered whole, in parts, and to nobody without rights', async () => {
    const picture = await jpeg('#00a000');
    const { body } = await camera.send(picture);
    const shown = await library.call<Buffer>(`GET /frames/${body.id}/picture`);
    expect([shown.status, shown.body.equals(picture)]).toEqual([200, true]);
    const part = await library.call<Buffer>(`GET /frames/${body.id}/picture`, {
      headers: { range: 'bytes=10-19' },
    });
    expect([part.status, part.body.equals(picture.subarray(10, 20))]).toEqual([206, true]);
    const known = await library.call(`GET /frames/${body.id}/thumbnail`, {
      headers: { 'if-none-match': (await library.call(`GET /frames/${body.id}/thumbnail`)).etag },
    });
    expect(known.status).toBe(304);
    for (const path of ['', '/picture', '/thumbnail'])
      expect((await library.call(`GET /frames/${body.id}${path}`, { as: 'nobody' })).status).toBe(401);
    expect(await library.call('GET /frames/none')).toMatchObject({ status: 404, code: 'frame.not-found' });
    const { blobs } = library.datasets.parts.base;
    await blobs.sweep('datasets', { now: new Date(), referenced: async () => [] });
    await blobs.sweep('datasets', { now: new Date(Date.now() + 90_000_000), referenced: async () => [] });
    expect(await library.call(`GET /frames/${body.id}/picture`)).toMatchObject({
      status: 404,
      code: 'frame.picture-gone',
    });
  });

  test('overwrites itself when it is sent again, and also where only the answer was lost', async () => {
    const one = await fleet.camera('SN-again');
    const picture = await jpeg('#0000a0');
    const about = one.about(picture);
    const uploadId = await one.upload(picture);
    const first = await one.add(uploadId, about);
    expect(await one.add(uploadId, about)).toMatchObject({ status: 201, body: { id: first.body.id } });
    expect(await one.add(await one.upload(picture), { ...about, reasons: ['margin'] })).toMatchObject({
      status: 201,
      body: { id: first.body.id, reasons: ['margin'] },
    });
    expect(await count(of(one))).toEqual({ count: 1, bytes: picture.length, known: null });
    const other = { ...about, sha256: digestOf('another') };
    expect(await one.add(uploadId, other)).toMatchObject({ status: 404, code: 'upload.not-found' });
  });

  test('of a device whose clock began in 1970 counts from when it came', async () => {
    const { body } = await camera.send(await jpeg('#a0a000'), {
      result: { at: '1970-01-01T00:01:00.000Z' },
    });
    expect(body.at).toBe(body.receivedAt);
  });
});

describe('refused is', () => {
  test('who is not in the fleet, was suspended or retired, at once (S0-25)', async () => {
    const stranger = fleet.stranger('SN-stranger');
    expect(await stranger.begin(10)).toMatchObject({ status: 401, code: 'device.token-invalid' });
    const one = await fleet.camera('SN-leaving');
    const uploadId = await one.upload(await jpeg('#123456'));
    await fleet.tell(one, { type: 'DeviceSuspended', data: {} });
    const about = one.about(await jpeg('#123456'));
    expect(await one.add(uploadId, about)).toMatchObject({ status: 401, code: 'device.token-invalid' });
    await fleet.tell(one, { type: 'DeviceResumed', data: {} });
    expect(await one.add(uploadId, about)).toMatchObject({ status: 201 });
    await fleet.tell(one, { type: 'DeviceRetired', data: {} });
    expect(await one.begin(10)).toMatchObject({ status: 401, code: 'device.token-invalid' });
    expect(await one.append(uploadId, 0, Buffer.from('x'))).toMatchObject({ status: 401 });
  });

  test('who says to be another device, by name or by a replayed request', async () => {
    const thief = fleet.stranger('SN-thief');
    thief.device.id = camera.device.id;
    expect(await thief.begin(10)).toMatchObject({ status: 401, code: 'device.token-invalid' });
    const call = { method: 'POST', path: '/api/v1/frame-uploads' } as const;
    const token = camera.device.token(call);
    const headers = { 'upload-length': '10' };
    expect(await camera.call({ ...call, token, headers })).toMatchObject({ status: 201 });
    expect(await camera.call({ ...call, token, headers })).toMatchObject({
      status: 401,
      code: 'device.token-invalid',
    });
    const person = await library.call('POST /frames', { json: {} });
    expect(person).toMatchObject({ status: 401, code: 'request.unauthenticated' });
  });

  test("another device's upload", async () => {
    const picture = await jpeg('#777777');
    const uploadId = await camera.upload(picture);
    const other = await fleet.camera('SN-other');
    expect(await other.add(uploadId, other.about(picture))).toMatchObject({
      status: 404,
      code: 'upload.not-found',
    });
    expect(await other.append(uploadId, 0, picture)).toMatchObject({ status: 404 });
    expect((await count(of(other))).count).toBe(0);
  });

  test('an upload that is not complete: the device goes on', async () => {
    const picture = await jpeg('#888888');
    const begun = await camera.begin(picture.length);
    const uploadId = begun.headers.get('location')?.split('/').at(-1) ?? '';
    expect(await camera.add(uploadId, camera.about(picture))).toMatchObject({
      status: 409,
      code: 'upload.incomplete',
    });
    await camera.append(uploadId, 0, picture.subarray(0, 700));
    const standing = await camera.call({ method: 'HEAD', path: `/api/v1/frame-uploads/${uploadId}` });
    expect([standing.status, standing.headers.get('upload-offset')]).toEqual([200, '700']);
    expect(await camera.append(uploadId, 0, picture)).toMatchObject({ code: 'upload.offset-conflict' });
    await camera.append(uploadId, 700, picture.subarray(700));
    expect(await camera.add(uploadId, camera.about(picture))).toMatchObject({ status: 201 });
  });

  const noPicture = Buffer.from('no picture at all');
  test.each<[string, () => Promise<Buffer>, Parameters<Camera['about']>[1], string]>([
    ['another digest', () => jpeg('#999999'), { about: { sha256: '0'.repeat(64) } }, 'frame.mismatch'],
    ['another size', () => jpeg('#999999'), { about: { size: 10 } }, 'frame.mismatch'],
    ['another kind of picture', () => jpeg('#999999'), { about: { type: 'image/png' } }, 'frame.mismatch'],
    ['what is none', async () => noPicture, {}, 'frame.picture-invalid'],
    ['half a picture', async () => (await jpeg('#999999')).subarray(0, 500), {}, 'frame.picture-invalid'],
    ['a bomb', bomb, { about: { type: 'image/png' } }, 'frame.picture-invalid'],
  ])('for good: %s', async (_, content, sending, code) => {
    const picture = await content();
    const before = await count(of(camera));
    const uploadId = await camera.upload(picture);
    const about = camera.about(picture, sending);
    expect(await camera.add(uploadId, about)).toMatchObject({ status: 422, code });
    expect(await camera.add(uploadId, about)).toMatchObject({ status: 404, code: 'upload.not-found' });
    expect(await count(of(camera))).toEqual(before);
  });

  test('what is too large, or no description', async () => {
    expect(await camera.begin(21 * 1024 * 1024)).toMatchObject({ status: 413, code: 'blob.too-large' });
    const uploadId = await camera.upload(await jpeg('#aaaaaa'));
    const body = Buffer.from(JSON.stringify({ uploadId, about: { journal: '../..' } }));
    const call = { method: 'POST', path: '/api/v1/frames', body, contentType: 'application/json' };
    expect(await camera.call(call)).toMatchObject({ status: 400, code: 'request.invalid' });
  });
});

describe('frames are found', () => {
  let door: Camera;
  const at = (minute: number): string => new Date(Date.UTC(2026, 10, 1, 8, minute)).toISOString();
  const model = (name: string) => ({
    name,
    version: 'v1.0',
    digest: digestOf(name),
    task: 'classification' as const,
  });
  beforeAll(async () => {
    await library.close();
    await library.open();
    fleet = await Fleet.open(library);
    door = await fleet.camera('SN-door', { name: 'Door', tags: { site: 'busan', line: '7' } });
    const given = [
      { score: 0.3, label: 'dent', model: model('lids'), reason: 'threshold' },
      { score: 0.9, label: 'ok', model: model('lids'), reason: 'audit' },
      { score: 0.5, label: 'ok', model: model('caps'), reason: 'margin' },
    ] as const;
    for (const [index, { reason, ...result }] of given.entries())
      await door.send(await jpeg(`#0${index}0${index}0${index}`), {
        about: { reasons: [reason] },
        result: { ...result, at: at(index), probabilities: {} },
      });
  });

  const scores = async (query: string): Promise<number[]> =>
    (await list(`${query}`)).items.map(({ prediction }) => prediction.score);

  test.each([
    ['deviceName==Door', [0.5, 0.9, 0.3]],
    ['deviceName==D*;score<0.6', [0.5, 0.3]],
    ['tag.site==busan;label==ok', [0.5, 0.9]],
    ['tag==line;model==caps', [0.5]],
    ['serial==SN-door;reason==audit', [0.9]],
    ['deviceName==Door;reason=in=(audit,margin)', [0.5, 0.9]],
    ['deviceName==Door;reason!=audit', [0.5, 0.3]],
    ['deviceName==Door;at>=2026-11-01T08:01:00Z', [0.5, 0.9]],
    ['tag.site==nowhere', []],
  ])('by %s', async (q, found) => {
    expect(await scores(`q=${encodeURIComponent(q)}`)).toEqual(found);
    expect((await count(`q=${encodeURIComponent(q)}`)).count).toBe(found.length);
  });

  test('in the order of their scores, page by page', async () => {
    const query = `q=device==${door.device.id}&sort=score&pageSize=2`;
    const first = await list(query);
    const second = await list(`${query}&pageToken=${encodeURIComponent(first.nextPageToken)}`);
    const found = [...first.items, ...second.items].map(({ prediction }) => prediction.score);
    expect(found).toEqual([0.3, 0.5, 0.9]);
    expect(second.nextPageToken).toBe('');
  });

  test('between times and scores, and counted with what a dataset has already', async () => {
    const q = `q=device==${door.device.id}`;
    expect(await scores(`${q}&from=${at(1)}&to=${at(2)}`)).toEqual([0.9]);
    expect(await scores(`${q}&minScore=0.3&maxScore=0.5`)).toEqual([0.5, 0.3]);
    const { id } = await library.create({ name: 'Doors' });
    await library.ok(`POST /datasets/${id}/items`, {
      bytes: { type: 'image/jpeg', content: await jpeg('#010101') },
    });
    expect(await count(`${q}&datasetId=${id}`)).toMatchObject({ count: 3, known: 1 });
    expect(
      await library.call(`GET /frames/count?datasetId=${id.replace(/^./, (c) => (c === 'f' ? '0' : 'f'))}`),
    ).toMatchObject({ status: 404, code: 'dataset.not-found' });
  });

  test('as the device is called now', async () => {
    await fleet.tell(door, { type: 'DeviceDescribed', data: { name: 'Gate' } });
    await library.eventually(async () => expect(await scores('q=deviceName==Gate')).toHaveLength(3));
  });

  test('by a filter that says what it can ask', async () => {
    const { items } = await library.ok<{ items: { name: string; values: string[] }[] }>('GET /frames/fields');
    expect(items.find(({ name }) => name === 'reason')?.values).toContain('audit');
    expect(await library.call('GET /frames?q=colour==red')).toMatchObject({ status: 400 });
  });
});
