import type { Dataset, ImportJob, Item } from '@tutti/contracts/datasets';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Library } from './datasets.fixture';
import { coco, ended, folders, imported, packed, picture, reportOf, start, upload } from './imports.fixture';

let library: Library;
beforeAll(async () => {
  library = await Library.start();
});
afterAll(() => library.stop());

const items = async ({ id }: Dataset): Promise<readonly Item[]> => {
  const { items: found } = await library.ok<{ items: readonly Item[] }>(
    `GET /datasets/${id}/items?pageSize=500`,
  );
  return found;
};

describe('an archive (S0-45, S0-47)', () => {
  test('of folders by class becomes labelled items; the same again is known', async () => {
    const lids = await library.create({ name: 'Folders' });
    const bytes = await packed(await folders(['ok', 'dent'], 6));
    const job = await start(library, lids, bytes);
    expect(job).toMatchObject({
      datasetId: lids.id,
      state: 'running',
      source: { kind: 'archive', fileName: 'lids.zip', bytes: bytes.length, newClasses: 'refuse' },
      startedBy: 'user:manager-1',
      endedAt: null,
    });
    const done = await ended(library, job);
    expect(done).toMatchObject({
      state: 'finished',
      phase: 'taking',
      source: { format: 'image-folder' },
      progress: { done: 12, total: 12 },
      counts: { added: 12, known: 0, labelled: 12, refused: 0 },
      failure: null,
    });
    const found = await library.eventually(async () => {
      const all = await items(lids);
      expect(all).toHaveLength(12);
      return all;
    });
    expect(found[0]).toMatchObject({
      source: { kind: 'archive', importId: job.id },
      label: { by: 'import', authId: 'user:manager-1' },
    });
    const again = await imported(library, lids, bytes);
    expect(again.counts).toEqual({ added: 0, known: 12, labelled: 0, refused: 0 });
    const { items: list } = await library.ok<{ items: readonly ImportJob[] }>(
      `GET /imports?datasetId=${lids.id}`,
    );
    expect(list.map(({ id }) => id)).toEqual([again.id, job.id]);
  });

  test('with classes outside the schema is refused before anything is stored, tried dry, and taken with its classes', async () => {
    const lids = await library.create({ name: 'Outside', task: 'object-detection' });
    const files = {
      'a.jpg': await picture(900),
      'annotations.json': coco([
        { file: 'a.jpg', name: 'Dent', box: [1, 2, 10, 10] },
        { file: 'a.jpg', name: 'Scratch', box: [20, 20, 5, 5] },
      ]),
    };
    const bytes = await packed(files);
    const refused = await imported(library, lids, bytes);
    expect(refused).toMatchObject({
      state: 'failed',
      failure: { code: 'format.outside-schema' },
      missingClasses: [{ key: 'scratch', name: 'Scratch', labels: 1 }],
      counts: { added: 0 },
    });
    expect(await reportOf(library, refused)).toMatchObject({ 'loss.class-outside-schema': { count: 1 } });
    const dry = await imported(library, lids, bytes, { newClasses: 'add', dryRun: true });
    expect(dry).toMatchObject({
      dryRun: true,
      state: 'finished',
      missingClasses: [{ key: 'scratch' }],
      counts: { added: 1, known: 0, labelled: 1, refused: 0 },
    });
    expect(await items(lids)).toEqual([]);
    const real = await imported(library, lids, bytes, { newClasses: 'add' });
    expect(real).toMatchObject({ state: 'finished', counts: { added: 1, labelled: 1 } });
    const schema = await library.ok<{ classes: readonly { key: string }[] }>(
      `GET /label-schemas/${lids.labelSchemaId}`,
    );
    expect(schema.classes.map(({ key }) => key)).toEqual(['ok', 'dent', 'scratch']);
    expect((await items(lids))[0]?.label?.label).toMatchObject({
      boxes: [{ classKey: 'dent', x: 1, y: 2 }, { classKey: 'scratch' }],
    });
  });
});

test('a dry run counts copies within an archive as the import does', async () => {
  const lids = await library.create({ name: 'Copies' });
  const [one, two] = [await picture(6000), await picture(6001)];
  const files = { 'ok/a.jpg': one, 'ok/b.jpg': one, 'dent/c.jpg': two, 'ok/d.jpg': one };
  const bytes = await packed(files);
  const dry = await imported(library, lids, bytes, { dryRun: true });
  const real = await imported(library, lids, bytes);
  expect(real.counts).toMatchObject({ added: 2, known: 2, labelled: 2 });
  expect(dry.counts).toEqual(real.counts);
});

describe('pictures that are sent one by one', () => {
  test('belong to an open import, which counts them until it is finished', async () => {
    const lids = await library.create({ name: 'By hand' });
    const source = { kind: 'upload' };
    const job = await library.ok<ImportJob>('POST /imports', { json: { datasetId: lids.id, source } });
    const path = `POST /datasets/${lids.id}/items?importId=${job.id}&fileName=x.jpg`;
    const send = async (content: Uint8Array) =>
      library.call<Item>(path, { bytes: { type: 'image/jpeg', content } });
    const sent = await send(await picture(5000));
    expect(sent).toMatchObject({ status: 201, body: { source: { kind: 'upload', importId: job.id } } });
    await send(await picture(5000));
    expect((await send(Buffer.from('none'))).code).toBe('item.picture-invalid');
    const finished = await library.ok<ImportJob>(`POST /imports/${job.id}/finish`);
    expect(finished).toMatchObject({
      state: 'finished',
      counts: { added: 1, known: 1, labelled: 0, refused: 1 },
      progress: { done: 3, total: null },
    });
    expect(await reportOf(library, job)).toMatchObject({
      'picture.invalid': { count: 1, examples: [{ where: 'x.jpg' }] },
    });
    expect((await send(await picture(5001))).code).toBe('import.not-running');
    expect((await library.call(`POST /imports/${job.id}/finish`)).code).toBe('import.not-running');
  });
});

describe('refusals', () => {
  test('say what is wrong', async () => {
    const lids = await library.create({ name: 'Refused' });
    const post = (source: unknown) => library.call('POST /imports', { json: { datasetId: lids.id, source } });
    expect((await post({ kind: 'archive', uploadId: 'none' })).code).toBe('upload.not-found');
    expect((await library.call(`GET /imports/${lids.id}`)).code).toBe('import.not-found');
    const uploadId = await upload(library, await packed(await folders(['ok'], 1, 700)));
    const key = { 'idempotency-key': 'once' };
    const json = { datasetId: lids.id, source: { kind: 'archive', uploadId } };
    const [one, two] = [
      await library.ok<ImportJob>('POST /imports', { json, headers: key }),
      await library.ok<ImportJob>('POST /imports', { json, headers: key }),
    ];
    expect(two.id).toBe(one.id);
    await ended(library, one);
    expect((await library.call('POST /imports', { json, headers: { ...key }, as: 'user' })).status).toBe(403);
  });
});
