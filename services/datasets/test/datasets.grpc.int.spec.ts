import { DatasetServiceService, DatasetTask } from '@tutti/contracts/gen/tutti/datasets/v1/dataset';
import {
  ItemOutcomeKind,
  ItemServiceService,
  LabelState,
  LabelledBy,
  PictureServiceService,
  ReviewVerdict,
  type Label,
} from '@tutti/contracts/gen/tutti/datasets/v1/item';
import { LabelSchemaServiceService } from '@tutti/contracts/gen/tutti/datasets/v1/label_schema';
import {
  DatasetVersionServiceService,
  VersionChangeKind,
} from '@tutti/contracts/gen/tutti/datasets/v1/version';
import { GrpcCaller } from '@tutti/testing';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { detection } from '../src/item/item.fixture';
import { digestOf, Library } from './datasets.fixture';

const datasets = DatasetServiceService;
const items = ItemServiceService;
const pictures = PictureServiceService;
const schemas = LabelSchemaServiceService;
const versions = DatasetVersionServiceService;

let library: Library;
let caller: GrpcCaller;
let manager: { readonly authorization: string };
beforeAll(async () => {
  library = await Library.start();
  caller = new GrpcCaller(library.grpc);
  manager = { authorization: `Bearer ${await library.token('manager')}` };
});
afterAll(async () => {
  caller.close();
  await library.stop();
});

test('a dataset goes the whole way by gRPC, with the refusals of REST', async () => {
  const request = {
    name: 'Lids',
    task: DatasetTask.OBJECT_DETECTION,
    tags: { line: '3' },
    classes: [{ name: 'OK' }, { name: 'Dent', shortcut: 'd' }],
  };
  const { body: made } = await caller.call(datasets.createDataset, request, manager);
  const id = made.dataset?.id ?? '';
  expect(made.dataset).toMatchObject({ task: DatasetTask.OBJECT_DETECTION, items: { total: 0 }, version: 1 });
  await expect(caller.refused(datasets.createDataset, request, manager)).resolves.toMatchObject({
    reason: 'NAME_TAKEN',
  });

  const schemaId = made.dataset?.labelSchemaId ?? '';
  const seen = await caller.call(schemas.getLabelSchema, { id: schemaId }, manager);
  const withEtag = { ...manager, 'if-match': seen.etag ?? '' };
  const { body: changed } = await caller.call(
    schemas.changeClass,
    { id: schemaId, key: 'dent', name: 'Deep dent', shortcut: '' },
    withEtag,
  );
  expect(changed.schema?.classes).toMatchObject([
    { key: 'ok' },
    { key: 'dent', name: 'Deep dent', shortcut: null },
  ]);

  const item = await library.item(id, 'one', { prediction: detection });
  const label: Label = { boxes: { boxes: [{ classKey: 'ok', x: 1, y: 2, w: 3.5, h: 4 }] } };
  const first = { ...manager, 'if-match': '"1"' };
  const { body: labelled } = await caller.call(items.labelItem, { id: item, label }, first);
  expect(labelled.item).toMatchObject({
    state: LabelState.LABELLED,
    label: { label, by: LabelledBy.PERSON, authId: 'user:manager-1', version: 2 },
    prediction: { label: 'dent', modelVersion: 'v1.0' },
  });
  await expect(caller.refused(items.labelItem, { id: item, label: {} }, first)).resolves.toMatchObject({
    status: 'INVALID_ARGUMENT',
  });
  await expect(
    caller.refused(items.labelItem, { id: item, label: { boxes: { boxes: [] } } }, first),
  ).resolves.toMatchObject({ status: 'ABORTED', reason: 'ITEM_LABEL_CONFLICT' });
  const review = { id: item, verdict: ReviewVerdict.ACCEPTED };
  const { body: reviewed } = await caller.call(items.reviewLabel, review, { ...manager, 'if-match': '"2"' });
  expect(reviewed.item?.review).toBe(ReviewVerdict.ACCEPTED);

  const { body: queue } = await caller.call(items.listItemQueue, { datasetId: id }, manager);
  expect(queue).toMatchObject({ items: [], left: 0 });
  const { body: page } = await caller.call(items.listItems, { datasetId: id, q: 'class==ok' }, manager);
  expect(page.items.map((one) => one.id)).toEqual([item]);
  const { body: progress } = await caller.call(datasets.getDatasetProgress, { id }, manager);
  expect(progress).toMatchObject({ ready: false, required: 10, items: { labelled: 1 } });

  const freeze = { datasetId: id, note: 'First' };
  const { body: frozen } = await caller.call(versions.freezeDatasetVersion, freeze, manager);
  expect(frozen.version).toMatchObject({
    number: 1,
    note: 'First',
    items: 1,
    splits: { train: { items: 1, classes: { ok: 1 } }, validation: { items: 0 } },
  });
  const { body: listed } = await caller.call(versions.listDatasetVersions, { datasetId: id }, manager);
  expect(listed.items).toEqual([frozen.version]);
});

const textOf = (chunks: readonly { readonly chunk: Uint8Array }[]): Buffer =>
  Buffer.concat(chunks.map(({ chunk }) => chunk));

test('many items change at once, versions are compared and counted, and bytes come in chunks', async () => {
  const { id } = await library.create({ name: 'Bytes' });
  const content = await sharp({
    create: {
      width: 400,
      height: 400,
      channels: 3,
      background: '#000',
      noise: { type: 'gaussian', mean: 128, sigma: 60 },
    },
  })
    .png({ compressionLevel: 0 })
    .toBuffer();
  const picture = await library.ok<{ id: string }>(`POST /datasets/${id}/items`, {
    bytes: { type: 'image/png', content },
  });
  const other = await library.item(id, 'other');
  const change = (chosen: readonly string[], action: object, version = 1) =>
    caller.call(
      items.batchChangeItems,
      { datasetId: id, items: chosen.map((one) => ({ id: one, version })), ...action },
      manager,
    );
  const { body: labelled } = await change([picture.id, other], { label: { label: { classKey: 'ok' } } });
  expect(labelled.items).toEqual(
    [picture.id, other].map((one) => ({
      id: one,
      outcome: ItemOutcomeKind.CHANGED,
      version: 2,
      problem: null,
    })),
  );
  const { body: late } = await change([other], { exclude: { reason: 'blurred' } });
  expect(late.items).toMatchObject([
    { outcome: ItemOutcomeKind.REFUSED, version: null, problem: { code: 'item.label-conflict' } },
  ]);
  const none = { datasetId: id, items: [{ id: other, version: 1 }] };
  await expect(caller.refused(items.batchChangeItems, none, manager)).resolves.toMatchObject({
    status: 'INVALID_ARGUMENT',
  });

  await caller.call(versions.freezeDatasetVersion, { datasetId: id }, manager);
  await change([other], { label: { label: { classKey: 'dent' } } }, 2);
  await caller.call(versions.freezeDatasetVersion, { datasetId: id }, manager);
  const second = { datasetId: id, number: 2 };
  const { body: diff } = await caller.call(versions.diffDatasetVersions, { ...second, from: 1 }, manager);
  expect(diff).toMatchObject({
    counts: { relabelled: 1, same: 1 },
    items: [
      {
        kind: VersionChangeKind.RELABELLED,
        before: { label: { classKey: 'ok' } },
        after: { label: { classKey: 'dent' } },
      },
    ],
  });
  const { body: listed } = await caller.call(
    versions.listDatasetVersionItems,
    { ...second, classKey: 'dent' },
    manager,
  );
  expect(listed.items.map((one) => one.id)).toEqual([other]);
  const { body: statistics } = await caller.call(versions.getDatasetVersionStatistics, second, manager);
  expect(statistics).toMatchObject({ items: 2, bytes: content.length + 1000 });

  const manifest = textOf(
    await caller.stream(versions.downloadDatasetVersionManifest, second, manager).rest(),
  );
  const { body: shown } = await caller.call(versions.getDatasetVersion, second, manager);
  expect(digestOf(manifest)).toBe(shown.version?.manifestDigest);
  const chunks = await caller.stream(pictures.downloadPicture, { id: picture.id }, manager).rest();
  expect(chunks.length).toBeGreaterThan(1);
  expect(textOf(chunks).equals(content)).toBe(true);
  const small = await caller.stream(pictures.downloadThumbnail, { id: picture.id }, manager).rest();
  expect(await sharp(textOf(small)).metadata()).toMatchObject({ format: 'jpeg', width: 320 });
});
