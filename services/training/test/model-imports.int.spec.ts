import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Model } from '@tutti/contracts/training';
import { keyIdOf } from '@tutti/model-signature';
import { node } from '@tutti/vision';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { pictureModel, tensorModel } from './model-files.fixture';
import { signed } from './registry.fixture';
import { type Role } from '@tutti/testing';
import { School } from './training.fixture';

let school: School;
let folder: string;
const readyMade = pictureModel({ name: 'Street', source: '@example/street 1.0', licence: 'Apache-2.0' });

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tutti-ready-made-'));
  await writeFile(join(folder, 'street.onnx'), readyMade);
  await writeFile(join(folder, 'broken.onnx'), 'no model');
  school = await School.start({ readyMadeModels: folder });
});
afterAll(async () => {
  await school.stop();
  await rm(folder, { recursive: true });
});

const tus = { 'tus-resumable': '1.0.0' };

const upload = async (content: Uint8Array, fileName = 'sum.onnx', as: Role = 'manager'): Promise<string> => {
  const metadata = `filename ${Buffer.from(fileName).toString('base64')}`;
  const begun = await school.call('POST /model-uploads', {
    as,
    headers: { ...tus, 'upload-length': String(content.length), 'upload-metadata': metadata },
  });
  expect(begun.status).toBe(201);
  const id = begun.headers.get('location')?.split('/').at(-1) ?? '';
  const sent = await school.call(`PATCH /model-uploads/${id}`, {
    as,
    headers: { ...tus, 'upload-offset': '0' },
    bytes: { type: 'application/offset+octet-stream', content },
  });
  expect(sent.status).toBe(204);
  return id;
};

const add = (uploadId: string, name: string, headers = {}) =>
  school.call<Model>('POST /models', { json: { uploadId, name }, headers });

describe('importing a model of any origin', () => {
  it('shows what goes in and comes out, and counts versions by name', async () => {
    const first = await add(await upload(tensorModel(), 'C:\\models\\sum.onnx'), 'Sum');
    expect(first.status).toBe(201);
    expect(first.body).toMatchObject({
      ...{ name: 'Sum', modelVersion: '1', task: 'tensors', streamId: null, metrics: null, gate: null },
      origin: { kind: 'import', fileName: 'sum.onnx' },
      signature: { inputs: [{ name: 'x', type: 'FP32', shape: [-1, 2] }], opset: 17 },
      createdBy: 'user:manager-1',
    });
    const second = await add(await upload(pictureModel()), 'Sum');
    expect(second.body).toMatchObject({ modelVersion: '2', task: 'image-classification' });
    expect((await add(await upload(tensorModel()), 'Other')).body.modelVersion).toBe('1');
    expect((await school.call(`GET /models/${first.body.id}/evaluation`)).code).toBe('model.not-evaluated');
    const { modelSigner } = school.nats.setup;
    expect((await signed(school, first.body)).signed?.keyId).toBe(keyIdOf(modelSigner));
  });

  test('several of one name at once get numbers of their own', async () => {
    const uploads = await Promise.all(Array.from({ length: 4 }, () => upload(tensorModel())));
    const made = await Promise.all(uploads.map((id) => add(id, 'Together')));
    expect(made.map(({ body }) => body.modelVersion).toSorted()).toEqual(['1', '2', '3', '4']);
  });

  test('a request that is repeated answers with the same model; another one finds the upload used', async () => {
    const id = await upload(tensorModel());
    const headers = { 'idempotency-key': 'once' };
    const [once, again] = [await add(id, 'Once', headers), await add(id, 'Once', headers)];
    expect(again.body.id).toBe(once.body.id);
    expect(await add(id, 'Once')).toMatchObject({ status: 409, code: 'model.already-registered' });
  });

  test('what does not load is refused with the reason, and nothing of it is registered', async () => {
    const odd = await add(await upload(tensorModel({ nodes: [node('Frobnicate', ['x'], ['y'])] })), 'Odd');
    expect(odd).toMatchObject({ status: 422, code: 'model.invalid' });
    expect(JSON.stringify(odd.body)).toContain('Frobnicate');
    const none = await add(await upload(Buffer.from('GIF89a')), 'Odd');
    expect(none).toMatchObject({ status: 422, code: 'model.invalid' });
    const { items } = await school.ok<{ items: Model[] }>('GET /models?q=name==Odd');
    expect(items).toEqual([]);
  });

  test('an upload is its owner’s, and complete', async () => {
    const foreign = await upload(tensorModel(), 'x.onnx', 'admin');
    expect((await add(foreign, 'Stolen')).code).toBe('upload.not-found');
    const begun = await school.call('POST /model-uploads', { headers: { ...tus, 'upload-length': '10' } });
    const id = begun.headers.get('location')?.split('/').at(-1) ?? '';
    expect((await add(id, 'Half')).code).toBe('upload.incomplete');
    expect(
      (await school.call('POST /models', { json: { uploadId: id, name: 'x' }, as: 'user' })).status,
    ).toBe(403);
  });
});

describe('models that come with Tutti', () => {
  const street = async (): Promise<Model[]> =>
    (await school.ok<{ items: Model[] }>('GET /models?q=origin==ready-made')).items;

  it('are registered at the start, once; what is none is passed over', async () => {
    await school.eventually(async () => expect(await street()).toHaveLength(1));
    expect(await street()).toMatchObject([
      {
        name: 'Street',
        modelVersion: '1',
        origin: { kind: 'ready-made', source: '@example/street 1.0', licence: 'Apache-2.0' },
        createdBy: 'system',
      },
    ]);
  });

  it('are there once after the next start too, and a newer file is the next version', async () => {
    await school.close();
    await writeFile(join(folder, 'street.onnx'), pictureModel({ name: 'Street', edition: '2' }));
    await school.open();
    await school.eventually(async () => expect(await street()).toHaveLength(2));
    expect((await street()).map(({ modelVersion }) => modelVersion).toSorted()).toEqual(['1', '2']);
  });
});
