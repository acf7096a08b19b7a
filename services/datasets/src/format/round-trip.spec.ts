import { type DatasetTask, type Label, split as splits } from '@tutti/contracts/datasets';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { placeBox } from './boxes';
import type { DatasetDescription, ItemDescription } from './description';
import { type ExportFormat, exportDataset } from './export-dataset';
import { prepareImport } from './prepare-import';
import { Report } from './report';
import { filesSource } from './source.fixture';

/** An export as files; a picture's content is its digest. */
async function files(format: ExportFormat, dataset: DatasetDescription): Promise<Record<string, string>> {
  const written: [string, string][] = [];
  for await (const file of await exportDataset(format, dataset))
    written.push([file.path, 'text' in file ? file.text : file.sha256]);
  const all = Object.fromEntries(written);
  expect(Object.keys(all)).toHaveLength(written.length);
  return all;
}

/** What an import of these files makes; pictures are known by their content, as `inspectPicture` would know them. */
async function read(
  exported: Record<string, string>,
  pictures: ReadonlyMap<string, ItemDescription>,
): Promise<Omit<DatasetDescription, 'task'> & { items: () => AsyncGenerator<ItemDescription> }> {
  const prepared = await prepareImport(filesSource(exported));
  const items: ItemDescription[] = [];
  for await (const picture of prepared.pictures()) {
    const seen = pictures.get(exported[picture.path] ?? '');
    if (seen === undefined) throw new Error(`${picture.path} is no picture of ours.`);
    const placed = prepared.label(picture, { ...seen, orientation: 1 });
    const { width, height, mediaType, sha256, bytes } = seen;
    const split = picture.split === undefined ? {} : { split: picture.split };
    items.push({ fileName: picture.fileName, width, height, mediaType, sha256, bytes, ...split, ...placed });
  }
  expect(prepared.report.lines).toEqual([]);
  items.sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  return {
    classes: prepared.classes,
    items: async function* () {
      yield* items;
    },
  };
}

const classes = fc
  .uniqueArray(
    fc.record(
      {
        key: fc.stringMatching(/^[a-z0-9][a-z0-9_-]{0,10}$/),
        id: fc.integer({ min: 0, max: 200 }),
        name: fc.oneof(
          fc.string({ minLength: 1, maxLength: 20, unit: 'grapheme' }),
          fc.constantFrom('yes', 'null', '1e3', '~', '- a', '#', 'a: b', '불량', '\u2028', '\ufeff\x85'),
        ),
        colour: fc.stringMatching(/^#[0-9a-f]{6}$/),
      },
      { requiredKeys: ['key', 'id', 'name'] },
    ),
    { minLength: 1, maxLength: 6, selector: ({ key }) => key },
  )
  .map((found) => found.filter((one, at) => found.findIndex(({ id }) => id === one.id) === at));

type Classes = DatasetDescription['classes'];

const labelOf = (
  task: DatasetTask,
  known: Classes,
  size: { width: number; height: number },
): fc.Arbitrary<Label> => {
  const classKey = fc.constantFrom(...known.map(({ key }) => key));
  if (task === 'image-classification') return fc.record({ classKey });
  const box = fc.record({
    classKey,
    x: fc.double({ min: 0, max: size.width, noNaN: true }),
    y: fc.double({ min: 0, max: size.height, noNaN: true }),
    w: fc.double({ min: 0, max: size.width, noNaN: true }),
    h: fc.double({ min: 0, max: size.height, noNaN: true }),
  });
  return fc.array(box, { maxLength: 5 }).map((boxes) => ({
    boxes: boxes.flatMap((one) => {
      const placed = placeBox({ ...one, unit: 'pixel' }, size);
      if (placed === undefined) return [];
      const { clipped: _, ...rest } = placed;
      return [{ classKey: one.classKey, ...rest }];
    }),
  }));
};

const itemOf = (task: DatasetTask, known: Classes, hasSplits: boolean): fc.Arbitrary<ItemDescription> =>
  fc
    .record({ width: fc.integer({ min: 1, max: 65_535 }), height: fc.integer({ min: 1, max: 65_535 }) })
    .chain((size) =>
      fc.record(
        {
          fileName: fc.oneof(
            fc.string({ unit: 'grapheme', maxLength: 30 }),
            fc.constantFrom('a.jpg', 'A.jpg', 'x/images/a.jpg', 'train/a.png', '../a.jpg', 'labels/b.txt'),
          ),
          bytes: fc.constant(1),
          width: fc.constant(size.width),
          height: fc.constant(size.height),
          mediaType: fc.constantFrom('image/jpeg', 'image/png', 'image/webp'),
          sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
          label: labelOf(task, known, size),
          split: fc.constantFrom(...splits.options),
        },
        {
          requiredKeys: [
            'fileName',
            'bytes',
            'width',
            'height',
            'mediaType',
            'sha256',
            'label',
            ...(hasSplits ? (['split'] as const) : []),
          ],
        },
      ),
    );

const datasetOf = (task: DatasetTask) =>
  fc.record({ known: classes, hasSplits: fc.boolean() }).chain(({ known, hasSplits }) =>
    fc
      .uniqueArray(itemOf(task, known, hasSplits), {
        minLength: 1,
        maxLength: 12,
        selector: ({ sha256 }) => sha256,
      })
      .map((items) =>
        items
          .map(({ split, ...item }) => (hasSplits && split !== undefined ? { ...item, split } : item))
          .sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1)),
      )
      .map((items) => ({
        pictures: new Map(items.map((item) => [item.sha256, item])),
        dataset: {
          task,
          classes: known,
          items: async function* () {
            yield* items;
          },
        } satisfies DatasetDescription,
      })),
  );

const sortedBoxes = (label: Label | undefined): unknown =>
  label !== undefined && 'boxes' in label
    ? label.boxes.map((box) => JSON.stringify(Object.entries(box).sort())).sort()
    : label;

const facts = async (dataset: Pick<DatasetDescription, 'classes' | 'items'>): Promise<unknown> => ({
  classes: dataset.classes.toSorted((a, b) => a.id - b.id),
  items: (await Array.fromAsync(dataset.items())).map(({ sha256, split, label }) => ({
    sha256,
    split,
    label: sortedBoxes(label),
  })),
});

describe.each<[ExportFormat, DatasetTask]>([
  ['coco', 'object-detection'],
  ['yolo', 'object-detection'],
  ['image-folder', 'image-classification'],
])('any dataset, written as %s and read again,', (format, task) => {
  it('has lost nothing, and is written with the very same bytes', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(datasetOf(task), async ({ dataset, pictures }) => {
        const first = await files(format, dataset);
        const again = await read(first, pictures);
        expect(await facts(again)).toEqual(await facts(dataset));
        const second = await files(format, { task, ...again });
        expect(Object.entries(second)).toEqual(Object.entries(first));
      }),
      { numRuns: 50 },
    );
  });
});

const item = (sha256: string, more: Partial<ItemDescription> = {}): ItemDescription => ({
  fileName: `${sha256}.jpg`,
  sha256,
  mediaType: 'image/jpeg',
  bytes: 1,
  width: 100,
  height: 50,
  label: { boxes: [{ classKey: 'bolt', x: 10, y: 20, w: 30.5, h: 5 }] },
  ...more,
});
const dataset = (...items: readonly ItemDescription[]): DatasetDescription => ({
  task: 'object-detection',
  classes: [
    { key: 'nut', id: 9, name: 'Nut' },
    { key: 'bolt', id: 2, name: 'Bolt', colour: '#ee6677' },
  ],
  items: async function* () {
    yield* items;
  },
});

describe('an export', () => {
  it('to COCO reads as its documentation says', async () => {
    expect(
      await files('coco', dataset(item('a', { split: 'train' }), item('b', { split: 'validation' }))),
    ).toEqual({
      'annotations/instances_train.json': expect.any(String) as unknown,
      'annotations/instances_val.json': `{"info":{"version":"1.0","label_schema":{"classes":[{"key":"bolt","id":2,"name":"Bolt","colour":"#ee6677"},{"key":"nut","id":9,"name":"Nut"}]}},
"licenses":[],
"categories":[
{"id":2,"name":"Bolt","supercategory":"none"},
{"id":9,"name":"Nut","supercategory":"none"}
],
"images":[
{"id":1,"file_name":"b.jpg","width":100,"height":50}
],
"annotations":[
{"id":1,"image_id":1,"category_id":2,"bbox":[10,20,30.5,5],"area":152.5,"iscrowd":0,"segmentation":[]}
]}
`,
      'train/a.jpg': 'a',
      'val/b.jpg': 'b',
    });
  });

  it('to YOLO numbers classes without gaps, and has an empty file for a picture with nothing on it', async () => {
    expect(await files('yolo', dataset(item('a'), item('b', { label: { boxes: [] } })))).toEqual({
      'data.yaml': `train: images
val: images
names:
  - "Bolt"
  - "Nut"
label_schema: {"classes":[{"key":"bolt","id":2,"name":"Bolt","colour":"#ee6677"},{"key":"nut","id":9,"name":"Nut"}]}
`,
      'labels/a.txt': '0 0.2525 0.45 0.305 0.1\n',
      'labels/b.txt': '',
      'images/a.jpg': 'a',
      'images/b.jpg': 'b',
    });
  });

  const refusal = (format: ExportFormat, ...items: readonly ItemDescription[]): Promise<unknown> =>
    exportDataset(format, dataset(...items)).catch((error: unknown) => error);

  it.each<[string, ExportFormat, readonly ItemDescription[], string]>([
    ['boxes as folders', 'image-folder', [item('a')], 'format.wrong-task'],
    ['a class instead of boxes', 'coco', [item('a', { label: { classKey: 'bolt' } })], 'format.lossy'],
    [
      'a class that the schema lacks',
      'yolo',
      [item('a', { label: { boxes: [{ classKey: 'x', x: 1, y: 1, w: 1, h: 1 }] } })],
      'format.outside-schema',
    ],
    [
      'a box outside',
      'yolo',
      [item('a', { label: { boxes: [{ classKey: 'nut', x: 99, y: 1, w: 2, h: 1 }] } })],
      'format.malformed',
    ],
    ['the same picture twice', 'coco', [item('a'), item('a')], 'format.unsorted'],
    ['some splits', 'coco', [item('a'), item('b', { split: 'test' })], 'format.lossy'],
  ])('of %s (%s) is refused before the first byte', async (_, format, items, code) => {
    expect(await refusal(format, ...items)).toMatchObject({ code });
  });

  it('leaves out what has no label only when asked to, and lists it', async () => {
    const { label: _, ...bare } = item('b');
    expect(await refusal('coco', item('a'), bare)).toMatchObject({ code: 'format.lossy' });
    const report = new Report();
    const written = await Array.fromAsync(
      await exportDataset('coco', dataset(item('a'), bare), { lossy: true, report }),
    );
    expect(written.map(({ path }) => path)).toEqual(['annotations/instances.json', 'images/a.jpg']);
    expect(report.lines).toMatchObject([
      { code: 'loss.unlabelled', count: 1, examples: [{ where: 'b.jpg' }] },
    ]);
  });
});
