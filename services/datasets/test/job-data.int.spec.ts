import { randomUUID } from 'node:crypto';
import { FolderBlobStore } from '@tutti/blob-store';
import type { Dataset, DatasetVersion, Item } from '@tutti/contracts/datasets';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blobNamespace } from '../src/item/picture-intake';
import { digestOf, Library } from './datasets.fixture';

let library: Library;
let lids: Dataset;
let picture: Buffer;
let ticket: string;
const runId = randomUUID();

const jpeg = (background: string): Promise<Buffer> =>
  sharp({ create: { width: 64, height: 48, channels: 3, background } })
    .jpeg()
    .toBuffer();

const labelled = async (dataset: Dataset, content: Buffer): Promise<void> => {
  const bytes = { type: 'image/jpeg', content };
  const item = await library.ok<Item>(`POST /datasets/${dataset.id}/items`, { bytes });
  const label = { json: { label: { classKey: 'ok' } } };
  const stated = await library.change(`PUT /items/${item.id}/label`, `/items/${item.id}`, label);
  expect(stated.status).toBe(200);
};

beforeAll(async () => {
  library = await Library.start();
  lids = await library.create({ name: 'Lids' });
  picture = await jpeg('#ff0000');
  await labelled(lids, picture);
  await library.ok(`POST /datasets/${lids.id}/versions`, { json: {} });
  ticket = await library.ticket(runId, [{ datasetId: lids.id, version: 1 }]);
});
afterAll(() => library.stop());

const get = (path: string, bearer = ticket) =>
  library.call<Buffer>(`GET /job-data/${path}`, {
    as: 'nobody',
    headers: { authorization: `Bearer ${bearer}` },
  });
const ofLids = (rest: string): string => `${lids.id}/versions/1/${rest}`;

test('a trainer reads the manifest and the pictures of its job, with their lengths', async () => {
  const manifest = await get(ofLids('manifest'));
  const version = await library.ok<DatasetVersion>(`GET /datasets/${lids.id}/versions/1`);
  expect(digestOf(manifest.body)).toBe(version.manifest.digest);
  expect(manifest.headers.get('content-type')).toBe('application/jsonl');
  const shown = await get(ofLids(`pictures/${digestOf(picture)}`));
  expect([shown.status, shown.headers.get('content-type'), shown.headers.get('content-length')]).toEqual([
    200,
    'image/jpeg',
    String(picture.length),
  ]);
  expect(shown.body.equals(picture)).toBe(true);
});

test('it reads no other version, no other dataset, and no other dataset’s pictures', async () => {
  const other = await library.create({ name: 'Caps' });
  const secret = await jpeg('#0000ff');
  await labelled(other, secret);
  await library.ok(`POST /datasets/${other.id}/versions`, { json: {} });
  const refusals = [
    `${lids.id}/versions/2/manifest`,
    `${other.id}/versions/1/manifest`,
    `${other.id}/versions/1/pictures/${digestOf(secret)}`,
  ];
  for (const path of refusals)
    expect(await get(path)).toMatchObject({ status: 401, code: 'job.ticket-invalid' });
  const smuggled = await get(ofLids(`pictures/${digestOf(secret)}`));
  expect(smuggled).toMatchObject({ status: 404, code: 'item.not-found' });
  expect(await get(ofLids('pictures/abc'))).toMatchObject({ status: 400, code: 'request.invalid' });
});

test('no person’s token opens it, and a ticket opens nothing of people', async () => {
  const admin = await library.token('admin');
  expect(await get(ofLids('manifest'), admin)).toMatchObject({ status: 401, code: 'job.ticket-invalid' });
  const headers = { authorization: `Bearer ${ticket}` };
  const dataset = await library.call(`GET /datasets/${lids.id}`, { as: 'nobody', headers });
  expect(dataset).toMatchObject({ status: 401, code: 'request.unauthenticated' });
});

test('what is gone is said to be gone', async () => {
  const gone = await library.create({ name: 'Gone' });
  const lost = await jpeg('#00ff00');
  await labelled(gone, lost);
  await library.ok(`POST /datasets/${gone.id}/versions`, { json: {} });
  const bearer = await library.ticket(runId, [
    { datasetId: gone.id, version: 1 },
    { datasetId: gone.id, version: 2 },
  ]);
  const of = `${gone.id}/versions/1`;
  expect(await get(`${gone.id}/versions/2/manifest`, bearer)).toMatchObject({
    status: 404,
    code: 'dataset-version.not-found',
  });
  const blobs = await FolderBlobStore.open(join(library.dir, 'blobs'));
  expect(await blobs.stat(blobNamespace, digestOf(lost))).toBeDefined();
  await rm(join(library.dir, 'blobs', blobNamespace), { recursive: true });
  expect(await get(`${of}/pictures/${digestOf(lost)}`, bearer)).toMatchObject({ code: 'item.picture-gone' });
  expect(await get(`${of}/manifest`, bearer)).toMatchObject({ code: 'item.picture-gone' });
  const shown = `/datasets/${gone.id}`;
  await library.change(`POST ${shown}/archive`, shown, { json: {} });
  expect((await library.change(`DELETE ${shown}`, shown)).status).toBe(204);
  expect(await get(`${of}/manifest`, bearer)).toMatchObject({ code: 'dataset-version.not-found' });
  await expect
    .poll(() => get(`${of}/pictures/${digestOf(lost)}`, bearer))
    .toMatchObject({ code: 'item.not-found' });
});
