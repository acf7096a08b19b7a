import { ImportServiceService, ImportState } from '@tutti/contracts/gen/tutti/datasets/v1/import';
import type { Dataset, Item } from '@tutti/contracts/datasets';
import { GrpcCaller } from '@tutti/testing';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sampleZip } from '../src/archive/sample-zip';
import { Library } from './datasets.fixture';
import { coco, eventsOf, folders, imported, packed, picture, reportOf, upload } from './imports.fixture';

let library: Library;
beforeAll(async () => {
  library = await Library.start();
});
afterAll(() => library.stop());

let lids: Dataset;
let count = 0;
beforeEach(async () => {
  lids = await library.create({ name: `Lids ${(count += 1)}`, task: 'object-detection' });
});

const itemsOf = ({ id }: Dataset) =>
  library.eventually(async () => {
    const { items } = await library.ok<{ items: readonly Item[] }>(`GET /datasets/${id}/items`);
    expect(items.length).toBeGreaterThan(0);
    return items;
  });

const nothingStored = { DatasetCreated: 1, ImportStarted: 1, ImportFailed: 1 };

describe('given an archive', () => {
  test.each<[string, string, () => Promise<Buffer> | Buffer]>([
    ['that is none', 'archive.unreadable', () => Buffer.from('not a zip at all, not even close to one')],
    [
      'that is cut off',
      'archive.truncated',
      async () => {
        const whole = await packed(await folders(['ok'], 3, 50));
        return whole.subarray(0, whole.length - 60);
      },
    ],
    ['without a picture', 'format.unknown', () => packed({ 'readme.txt': 'hello' })],
    [
      'whose files share their bytes',
      'archive.overlapping',
      async () => {
        const bytes = await picture(60);
        return sampleZip({ name: 'a.jpg', bytes }, { name: 'b.jpg', bytes, claims: { offset: 0 } });
      },
    ],
    [
      'with masks',
      'format.lossy',
      async () =>
        packed({
          'a.jpg': await picture(61),
          'labels.json': coco([{ file: 'a.jpg', name: 'Dent', box: [1, 2, 10, 10] }], {
            segmentation: { counts: [1, 2], size: [48, 64] },
            iscrowd: 0,
          }),
        }),
    ],
    [
      'with labels for another task',
      'format.wrong-task',
      async () => packed(await folders(['ok', 'dent'], 2, 70)),
    ],
    [
      'whose labels cannot be read',
      'format.malformed',
      async () =>
        packed({
          'a.jpg': await picture(62),
          'labels.json': '{"images": 1, "annotations": 2, "categories": 3}',
        }),
    ],
  ])('%s, then the import fails with %s, and nothing is stored', async (_, code, bytes) => {
    const job = await imported(library, lids, await bytes());
    expect(job).toMatchObject({ state: 'failed', failure: { code }, counts: { added: 0 } });
    expect(job.failure?.message).not.toBe('');
    expect(await eventsOf(library, lids)).toEqual(nothingStored);
  });

  test('with files that are dangerous or no pictures, then these are left out, each with its reason', async () => {
    const zeros = Buffer.alloc(8 * 1024 * 1024);
    const bytes = sampleZip(
      { name: 'good.jpg', bytes: await picture(80) },
      { name: '../../etc/slip.jpg', bytes: await picture(81) },
      { name: '/root.jpg', bytes: await picture(82) },
      { name: 'bomb.jpg', bytes: zeros, deflate: true },
      { name: 'link.jpg', bytes: '/etc/passwd', mode: 0o120777 },
      { name: 'text.jpg', bytes: 'no picture' },
      { name: 'vector.png', bytes: '<svg xmlns="http://www.w3.org/2000/svg"/>' },
      { name: 'half.jpg', bytes: (await picture(83)).subarray(0, 200) },
      { name: 'wrong.jpg', bytes: await picture(84), claims: { crc: 1 } },
    );
    const job = await imported(library, lids, bytes);
    expect(job).toMatchObject({ state: 'finished', counts: { added: 1, known: 0, labelled: 0, refused: 8 } });
    expect(await reportOf(library, job)).toMatchObject({
      'file.unsafe-name': { count: 2 },
      'file.bomb': { count: 1 },
      'file.link': { count: 1 },
      'picture.invalid': { count: 3 },
      'file.corrupt': { count: 1, examples: [{ where: 'wrong.jpg' }] },
    });
    const found = await itemsOf(lids);
    expect(found.map(({ fileName }) => fileName)).toEqual(['good.jpg']);
  });

  test('with pictures that were turned and boxes that do not fit, then boxes lie where people see them', async () => {
    const turned = await picture(90, { orientation: 6 });
    const bytes = await packed({
      'turned.jpg': turned,
      'other.jpg': await picture(91, { width: 100, height: 10 }),
      'labels.json': coco([
        { file: 'turned.jpg', name: 'Dent', box: [0, 0, 10, 4] },
        { file: 'other.jpg', name: 'Dent', box: [0, 0, 10, 4] },
      ]),
    });
    const job = await imported(library, lids, bytes);
    expect(job).toMatchObject({ state: 'finished', counts: { added: 1, labelled: 1, refused: 1 } });
    expect(await reportOf(library, job)).toMatchObject({
      'picture.size-mismatch': { count: 1, severity: 'skipped' },
      'box.turned': { count: 1, severity: 'note' },
    });
    const [item] = await itemsOf(lids);
    expect(item).toMatchObject({ width: 48, height: 64, orientation: 6 });
    // Stored rows are turned clockwise: what lay at the top lies at the right.
    expect(item?.label?.label).toEqual({ boxes: [{ classKey: 'dent', x: 44, y: 0, w: 4, h: 10 }] });
  });

  test('with more classes than a schema may have, or names that none may have, then none is added', async () => {
    const boxes = (name: (n: number) => string, many: number) =>
      Array.from({ length: many }, (_, n) => ({ file: 'a.jpg', name: name(n), box: [1, 1, 2, 2] }));
    const of = async (name: (n: number) => string, many: number) =>
      packed({ 'a.jpg': await picture(95), 'labels.json': coco(boxes(name, many)) });
    const many = await imported(library, lids, await of((n) => `Class ${n}`, 999), { newClasses: 'add' });
    expect(many.failure?.code).toBe('label-schema.too-many-classes');
    const long = await imported(library, lids, await of((n) => 'x'.repeat(65 + n), 1), { newClasses: 'add' });
    expect(long.failure?.code).toBe('format.malformed');
    const schema = await library.ok<{ version: number }>(`GET /label-schemas/${lids.labelSchemaId}`);
    expect(schema.version).toBe(1);
  });
});

test('an import goes the whole way by gRPC', async () => {
  const caller = new GrpcCaller(library.grpc);
  const manager = { authorization: `Bearer ${await library.token('manager')}` };
  const folded = await library.create({ name: 'By gRPC' });
  const uploadId = await upload(library, await packed(await folders(['ok', 'dent'], 2, 300)));
  const request = { datasetId: folded.id, archive: { uploadId } };
  const { body } = await caller.call(ImportServiceService.startImport, request, manager);
  const id = body.import?.id ?? '';
  expect(body.import).toMatchObject({ state: ImportState.RUNNING, archive: { fileName: 'lids.zip' } });
  await library.eventually(async () => {
    const shown = await caller.call(ImportServiceService.getImport, { id }, manager);
    expect(shown.body.import).toMatchObject({
      state: ImportState.FINISHED,
      counts: { added: 4, labelled: 4 },
    });
  });
  const { body: list } = await caller.call(
    ImportServiceService.listImports,
    { datasetId: folded.id },
    manager,
  );
  expect(list.items.map((one) => one.id)).toEqual([id]);
  const report = await caller.call(ImportServiceService.getImportReport, { id }, manager);
  expect(report.body.items).toEqual([]);
  await expect(caller.refused(ImportServiceService.cancelImport, { id }, manager)).resolves.toMatchObject({
    reason: 'IMPORT_NOT_RUNNING',
  });
  await expect(
    caller.refused(ImportServiceService.startImport, { datasetId: folded.id }, manager),
  ).resolves.toMatchObject({ status: 'INVALID_ARGUMENT' });
  const open = await caller.call(
    ImportServiceService.startImport,
    { datasetId: folded.id, upload: {} },
    manager,
  );
  const finished = await caller.call(
    ImportServiceService.finishImport,
    { id: open.body.import?.id ?? '' },
    manager,
  );
  expect(finished.body.import?.state).toBe(ImportState.FINISHED);
  caller.close();
});
