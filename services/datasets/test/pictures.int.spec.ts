import { FolderBlobStore } from '@tutti/blob-store';
import type { Dataset, Item } from '@tutti/contracts/datasets';
import { request } from 'node:http';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { blobNamespace, PictureIntake } from '../src/item/picture-intake';
import { Library, digestOf } from './datasets.fixture';

let library: Library;
let lids: Dataset;
beforeAll(async () => {
  library = await Library.start();
  lids = await library.create({ name: 'Lids' });
});
afterAll(() => library.stop());

const dayMs = 86_400_000;
const pixels = (background: string) =>
  sharp({ create: { width: 400, height: 300, channels: 3, background } });
const jpeg = (background: string): Promise<Buffer> =>
  pixels(background).withMetadata({ orientation: 6 }).jpeg().toBuffer();

const add = (dataset: Dataset, content: Uint8Array, query = '', type = 'image/jpeg') =>
  library.call<Item>(`POST /datasets/${dataset.id}/items${query}`, { bytes: { type, content } });

const stored = async (): Promise<string[]> => {
  const blobs = await FolderBlobStore.open(join(library.dir, 'blobs'));
  const found: string[] = [];
  for await (const { sha256 } of blobs.list(blobNamespace)) found.push(sha256);
  return found;
};

describe('a picture (S0-47)', () => {
  test('is an item of its content, as people see it', async () => {
    const bytes = await jpeg('#ff0000');
    const first = await add(lids, bytes, `?fileName=${encodeURIComponent('C:\\a\\뚜껑 1.jpg')}&split=train`);
    expect(first).toMatchObject({
      status: 201,
      body: {
        digest: digestOf(bytes),
        bytes: bytes.length,
        mediaType: 'image/jpeg',
        width: 300,
        height: 400,
        orientation: 6,
        fileName: '뚜껑 1.jpg',
        split: 'train',
        source: { kind: 'upload' },
        score: null,
        state: 'unlabelled',
      },
    });
    expect(first.headers.get('location')).toBe(`/api/v1/items/${first.body.id}`);
    expect(await add(lids, bytes)).toMatchObject({ status: 200, etag: '"1"', body: { id: first.body.id } });
  });

  test('is answered whole, in parts, and not again to whom has it', async () => {
    const bytes = await jpeg('#00ff00');
    const { body } = await add(lids, bytes);
    const picture = await library.call<Buffer>(`GET /items/${body.id}/picture`);
    expect(picture.body.equals(bytes)).toBe(true);
    expect(Object.fromEntries(picture.headers)).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'private, max-age=31536000, immutable',
      'accept-ranges': 'bytes',
      etag: `"${digestOf(bytes)}"`,
    });
    const part = await library.call<Buffer>(`GET /items/${body.id}/picture`, {
      headers: { range: 'bytes=10-19' },
    });
    expect([part.status, part.body.equals(bytes.subarray(10, 20))]).toEqual([206, true]);
    const known = await library.call(`GET /items/${body.id}/picture`, {
      headers: { 'if-none-match': picture.etag },
    });
    expect(known.status).toBe(304);
    expect((await library.call(`GET /items/${body.id}/picture`, { as: 'nobody' })).status).toBe(401);
    const small = await library.call<Buffer>(`GET /items/${body.id}/thumbnail`);
    expect(await sharp(small.body).metadata()).toMatchObject({ width: 240, height: 320 });
  });

  test('that is none is refused with the reason, and nothing of it is kept', async () => {
    const before = await stored();
    const whole = await jpeg('#0000ff');
    for (const content of [Buffer.from('not a picture'), whole.subarray(0, whole.length / 2)])
      expect(await add(lids, content)).toMatchObject({ status: 422, code: 'item.picture-invalid' });
    expect(await add(lids, Buffer.from('<svg/>'), '', 'image/svg+xml')).toMatchObject({ status: 415 });
    const { id } = await library.create({ name: 'Elsewhere' });
    expect(await add({ ...lids, id: id.replace(/^./, 'f') }, whole)).toMatchObject({
      code: 'dataset.not-found',
    });
    expect(await stored()).toEqual(before);
  });

  test('that comes twice at once, with a label and without, is added once', async () => {
    const { aggregates, blobs, items } = library.datasets.parts.doors;
    // The bytes and the thumbnail of both: neither is stored before both have been looked up.
    const all = 4;
    const opened = Promise.withResolvers<void>();
    let waiting = 0;
    const put: typeof blobs.put = async (...given) => {
      if (++waiting === all) opened.resolve();
      await opened.promise;
      return blobs.put(...given);
    };
    const intake = new PictureIntake({ aggregates, blobs: { put } });
    const rules = await items.rules(lids.id);
    const statement = { label: { classKey: 'ok' }, by: 'import', rules } as const;
    const picture = {
      datasetId: lids.id,
      content: await jpeg('#abcdef'),
      source: { kind: 'upload' },
    } as const;
    const taken = await Promise.all(
      [picture, { ...picture, statement }].map((one) => intake.take(one, { metadata: {} })),
    );
    expect(taken.filter(({ added }) => added)).toHaveLength(1);
    expect(taken[1]).toMatchObject({ labelled: true });
  });

  test('that comes slowly keeps no other one waiting', async () => {
    const bytes = await jpeg('#123456');
    const headers = {
      authorization: `Bearer ${await library.token('manager')}`,
      ...{ 'content-type': 'image/jpeg', 'content-length': bytes.length },
    };
    const slow = Array.from({ length: 6 }, () => {
      const { promise: status, resolve } = Promise.withResolvers<number | undefined>();
      const url = `${library.url}/api/v1/datasets/${lids.id}/items`;
      const sender = request(url, { method: 'POST', headers }, (response) => {
        response.resume();
        resolve(response.statusCode);
      });
      return { sender, status };
    });
    // Written out: the server has begun to read it.
    for (const { sender } of slow)
      await new Promise((done) => void sender.write(bytes.subarray(0, 100), done));
    expect((await add(lids, await jpeg('#654321'))).status).toBe(201);
    for (const { sender } of slow) sender.end(bytes.subarray(100));
    const statuses = await Promise.all(slow.map(({ status }) => status));
    expect(statuses.sort()).toEqual([200, 200, 200, 200, 200, 201]);
  });

  test('of a dataset that was deleted goes after the grace, unless another dataset has it too (S0-45)', async () => {
    const [one, two] = [await library.create({ name: 'One' }), await library.create({ name: 'Two' })];
    const [alone, shared] = [await jpeg('#111111'), await jpeg('#eeeeee')];
    const { body } = await add(one, alone);
    await add(one, shared);
    const kept = await add(two, shared);
    const { sweep } = library.datasets.parts;
    const now = Date.now();
    const passes = async (from: number): Promise<void> => {
      await sweep.pass(new Date(from));
      await sweep.pass(new Date(from + 2 * dayMs));
    };
    await passes(now);
    expect(await stored()).toEqual(expect.arrayContaining([digestOf(alone), digestOf(shared)]));
    const change = (request: string, json?: unknown) =>
      library.change(request, `/datasets/${one.id}`, json === undefined ? {} : { json });
    await change(`POST /datasets/${one.id}/archive`, {});
    expect((await change(`DELETE /datasets/${one.id}`)).status).toBe(204);
    expect((await library.call(`GET /items/${body.id}/picture`)).status).toBe(404);
    await passes(now + 3 * dayMs);
    const left = await stored();
    expect(left).toContain(digestOf(shared));
    expect(left).not.toContain(digestOf(alone));
    expect((await library.call(`GET /items/${kept.body.id}/picture`)).status).toBe(200);
  });
});
