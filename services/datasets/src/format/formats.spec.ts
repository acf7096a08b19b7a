import { describe, expect, it } from 'vitest';
import { type ImportOptions, prepareImport } from './prepare-import';
import { filesSource, fixture } from './source.fixture';
import type { FormatSource } from './source';

const upright = { width: 160, height: 120, orientation: 1 };

/** What an import would store, in short, each picture taken to be 160x120. */
async function imported(source: FormatSource, options?: ImportOptions, size = upright) {
  const prepared = await prepareImport(source, options);
  const items: Record<string, unknown> = {};
  for await (const picture of prepared.pictures()) {
    const placed = prepared.label(picture, picture.fileName.includes('252219') ? portrait : size);
    if (placed !== undefined) items[`${picture.split ?? '-'} ${picture.fileName}`] = placed.label;
  }
  const { format, evidence, classes, report } = prepared;
  const lines = Object.fromEntries(report.lines.map(({ code, count }) => [code, count]));
  return { format, evidence, classes: classes.map(({ key, id }) => `${id} ${key}`), items, lines };
}
const portrait = { width: 120, height: 160, orientation: 1 };

const refusal = (source: FormatSource, options?: ImportOptions): Promise<unknown> =>
  prepareImport(source, options).then(
    () => 'not refused',
    (error: unknown) => error,
  );

describe('COCO', () => {
  it('of boxes is read, one JSON per split, ids with gaps, the picture beside its JSON', async () => {
    expect(await imported(fixture('coco-boxes'))).toEqual({
      format: 'coco',
      evidence:
        'images, annotations and categories in train/_annotations.coco.json, valid/_annotations.coco.json',
      classes: ['0 parts', '1 bolt', '3 nut'],
      items: {
        'train a.jpg': {
          boxes: [
            { classKey: 'bolt', x: 10, y: 20, w: 30, h: 40 },
            { classKey: 'nut', x: 100.5, y: 70.25, w: 59.5, h: 20 },
          ],
        },
        'train b.png': { boxes: [] },
        'validation a.jpg': { boxes: [{ classKey: 'nut', x: 0, y: 0, w: 160, h: 120 }] },
      },
      lines: { 'box.clipped': 1 },
    });
  });

  it('with polygons and masks is refused, and says what would be lost', async () => {
    expect(await refusal(fixture('coco'))).toMatchObject({
      code: 'format.lossy',
      message:
        'These cannot be kept: crowd (1), mask (1), polygon (1). Nothing was done. Ask again with lossy to go on without them.',
      params: {
        report: expect.arrayContaining([
          expect.objectContaining({
            code: 'loss.polygon',
            examples: [
              {
                where: 'annotations/instances_val2017.json: 000000397133.jpg',
                detail: 'its polygon becomes its box',
              },
            ],
          }),
        ]) as unknown,
      },
    });
  });

  it('is taken as boxes when asked to, and lists it', async () => {
    const { classes, items, lines } = await imported(fixture('coco'), { lossy: true });
    expect(classes).toEqual(['1 person', '44 bottle', '90 toothbrush']);
    expect(items).toEqual({
      'validation 000000397133.jpg': {
        boxes: [
          { classKey: 'bottle', x: 51.2, y: 38.4, w: 29.1, h: 28.5 },
          { classKey: 'person', x: 0, y: 30, w: 2, h: 5 },
        ],
      },
      'validation 000000037777.jpg': { boxes: [] },
      'validation 000000252219.jpg': { boxes: [{ classKey: 'person', x: 10.5, y: 20.25, w: 25, h: 58.01 }] },
    });
    expect(lines).toEqual({ 'loss.crowd': 1, 'loss.mask': 1, 'loss.polygon': 1 });
  });
});

const coco = (parts: Readonly<Record<string, unknown>>): string =>
  JSON.stringify({ images: [], annotations: [], categories: [{ id: 7, name: 'bolt' }], ...parts });
const image = { id: 1, file_name: 'a.jpg', width: 160, height: 120 };
const annotation = { id: 1, image_id: 1, category_id: 7, bbox: [1, 2, 3, 4] };

describe('what COCO says wrongly', () => {
  it.each<[string, unknown, string]>([
    ['a box of three numbers', { ...annotation, bbox: [1, 2, 3] }, 'label.unreadable'],
    ['a box of text', { ...annotation, bbox: ['1', 2, 3, 4] }, 'label.unreadable'],
    ['no box (captions)', { id: 1, image_id: 1, category_id: 7 }, 'label.unreadable'],
    ['a category that is not listed', { ...annotation, category_id: 8 }, 'label.unknown-class'],
  ])('%s leaves the whole picture out, and says so', async (_, wrong, code) => {
    const json = coco({ images: [image], annotations: [annotation, wrong] });
    expect(await imported(filesSource({ 'instances.json': json, 'a.jpg': '' }))).toMatchObject({
      items: {},
      lines: { [code]: 1 },
    });
  });

  it.each<[string, unknown, string]>([
    ['keypoints', { keypoints: [5, 5, 2], num_keypoints: 1 }, 'loss.keypoints'],
    ['a score', { score: 0.4 }, 'loss.score'],
    ['a rotation', { attributes: { rotation: 12 } }, 'loss.rotated-box'],
    ['an attribute that is set', { attributes: { occluded: true } }, 'loss.attributes'],
    [
      'two polygons',
      {
        segmentation: [
          [1, 2, 4, 2, 4, 6, 1, 6],
          [1, 2, 2, 3, 4, 5],
        ],
      },
      'loss.polygon',
    ],
    ['corners in a bow', { segmentation: [[1, 2, 4, 6, 4, 2, 1, 6]] }, 'loss.polygon'],
  ])('%s is a loss', async (_, more, code) => {
    const json = coco({ images: [image], annotations: [{ ...annotation, ...(more as object) }] });
    const source = filesSource({ 'instances.json': json, 'a.jpg': '' });
    expect(await refusal(source)).toMatchObject({ code: 'format.lossy', params: { report: [{ code }] } });
  });

  it('a picture that is not there, or twice, or called by another machine’s path', async () => {
    const images = ['gone.jpg', 'b.jpg', '/home/me/data/c.jpg', '..\\c.jpg'].map((file_name, id) => ({
      ...image,
      id,
      file_name,
    }));
    const files = { 'instances.json': coco({ images }), 'x/b.jpg': '', 'y/b.jpg': '', 'z/c.jpg': '' };
    const { items, lines } = await imported(filesSource(files));
    expect(items).toEqual({ '- home/me/data/c.jpg': { boxes: [] } });
    expect(lines).toEqual({ 'picture.missing': 1, 'picture.ambiguous': 1, 'label.contradictory': 1 });
  });

  it('pictures called alike are told apart by their folders, however many', async () => {
    const count = 3000;
    const images = Array.from({ length: count }, (_, id) => ({ ...image, id, file_name: `${id}/rgb.jpg` }));
    const pictures = images.map(({ file_name }) => [`data/${file_name}`, '']);
    const source = filesSource({
      'instances.json': coco({ images: [...images, { ...image, id: count, file_name: 'rgb.jpg' }] }),
      ...(Object.fromEntries(pictures) as Record<string, string>),
    });
    const { items, lines } = await imported(source);
    expect(Object.keys(items)).toHaveLength(count);
    expect(lines).toEqual({ 'picture.ambiguous': 1 });
  });

  it('labels made for a picture of another size are not taken', async () => {
    const source = filesSource({ 'instances.json': coco({ images: [image] }), 'a.jpg': '' });
    const larger = { width: 320, height: 240, orientation: 1 };
    expect(await imported(source, {}, larger)).toMatchObject({
      items: {},
      lines: { 'picture.size-mismatch': 1 },
    });
  });

  it('boxes on the stored rows of a turned picture are turned with it', async () => {
    const json = coco({ images: [image], annotations: [annotation] });
    const source = filesSource({ 'instances.json': json, 'a.jpg': '' });
    const turned = { width: 120, height: 160, orientation: 6 };
    expect(await imported(source, {}, turned)).toMatchObject({
      items: { '- a.jpg': { boxes: [{ x: 114, y: 1, w: 4, h: 3 }] } },
      lines: { 'box.turned': 1 },
    });
  });

  it.each([
    ['cut JSON', '{"images": [], "annotations": [], "categories": [', 'format.malformed'],
    ['lists that are none', '{"images": {}, "annotations": [], "categories": []}', 'format.malformed'],
    ['a category without a name', coco({ categories: [{ id: 1 }] }), 'format.malformed'],
  ])('%s is refused', async (_, json, code) => {
    expect(await refusal(filesSource({ 'instances.json': json, 'a.jpg': '' }))).toMatchObject({ code });
  });

  it('two documents that number categories differently are refused', async () => {
    const files = {
      'a.json': coco({}),
      'b.json': coco({ categories: [{ id: 7, name: 'nut' }] }),
      'a.jpg': '',
    };
    expect(await refusal(filesSource(files))).toMatchObject({
      code: 'format.malformed',
      message: 'b.json: category 7 is nut here and bolt elsewhere',
    });
  });
});

describe('YOLO', () => {
  it('is read: names as a map, splits, a missing label file and an empty one', async () => {
    expect(await imported(fixture('yolo'))).toEqual({
      format: 'yolo',
      evidence: 'class names in data.yaml, 3 label files',
      classes: ['0 person', '1 bicycle', '2 car'],
      items: {
        'train 000000000009.jpg': {
          boxes: [
            { classKey: 'person', x: 60, y: 30, w: 40, h: 60 },
            { classKey: 'car', x: 12, y: 18, w: 16, h: 12 },
          ],
        },
        'train 000000000025.jpg': { boxes: [] },
        'validation 000000000036.jpg': { boxes: [{ classKey: 'bicycle', x: 112, y: 84, w: 48, h: 36 }] },
        'validation 000000000042.jpg': { boxes: [] },
      },
      lines: { 'box.clipped': 1, 'label.missing': 1 },
    });
  });

  it('with polygons is refused, or becomes boxes', async () => {
    expect(await refusal(fixture('yolo-segments'))).toMatchObject({ code: 'format.lossy' });
    expect(await imported(fixture('yolo-segments'), { lossy: true })).toMatchObject({
      classes: ['0 crack', '1 hole'],
      items: {
        '- one.jpg': {
          boxes: [
            { classKey: 'crack', x: 16, y: 12, w: 64, h: 60 },
            { classKey: 'hole', x: 64, y: 48, w: 32, h: 24 },
          ],
        },
      },
      lines: { 'loss.polygon': 1 },
    });
  });

  it('of Label Studio is read: classes.txt, and a notes.json that is not COCO', async () => {
    expect(await imported(fixture('label-studio-yolo'))).toMatchObject({
      format: 'yolo',
      classes: ['0 crack', '1 hole'],
      items: { '- 8f3c-one.webp': { boxes: [{ classKey: 'hole', x: 64, y: 48, w: 32, h: 24 }] } },
      lines: {},
    });
  });

  it('splits by lists of files, and by folders that data.yaml does not name', async () => {
    const files = {
      'data.yaml': 'train: train.txt\nval: val.txt\nnames: [a]\n',
      'train.txt': './images/1.jpg\n/images/2.jpg\n',
      'val.txt': 'images/3.jpg\r\n',
      'images/1.jpg': '',
      'images/2.jpg': '',
      'images/3.jpg': '',
      'test/images/4.jpg': '',
    };
    expect(Object.keys((await imported(filesSource(files))).items)).toEqual([
      'train 1.jpg',
      'train 2.jpg',
      'validation 3.jpg',
      'test 4.jpg',
    ]);
  });

  it('leaves out what it cannot be sure of', async () => {
    const files = {
      'data.yaml': 'train: images\nval: images\nnames: [a]\n',
      'images/1.jpg': '',
      'labels/1.txt': '0 0.5 0.5 0.2 0.2\n7 0.5 0.5 0.2 0.2\n',
      'images/2.jpg': '',
      'labels/2.txt': '0 320 240 20 20\n',
      'images/3.jpg': '',
      'images/3.png': '',
      'labels/3.txt': '0 0.5 0.5 0.5 0.5\n',
      'labels/4.txt': '0 0.5 0.5 0.5 0.5\n',
    };
    const { items, lines } = await imported(filesSource(files));
    expect(Object.keys(items)).toEqual(['- 3.jpg']);
    expect(lines).toEqual({
      'label.unknown-class': 1,
      'label.unreadable': 1,
      'label.contradictory': 1,
      'picture.missing': 1,
    });
  });

  it('takes no picture with more boxes than a label may have', async () => {
    const files = {
      'data.yaml': 'names: [a]\n',
      'images/1.jpg': '',
      'labels/1.txt': '0 0.5 0.5 0.2 0.2\n'.repeat(1001),
    };
    expect(await imported(filesSource(files))).toMatchObject({
      items: {},
      lines: { 'label.too-many-boxes': 1 },
    });
  });

  it('with more text than is read is refused', async () => {
    const files = {
      'data.yaml': `names: [a]\n${'#'.repeat(300_000)}`,
      'images/1.jpg': '',
      'labels/1.txt': '',
    };
    expect(await refusal(filesSource(files))).toMatchObject({
      code: 'format.too-large',
      message: 'data.yaml has more than 262144 bytes. Split it.',
    });
  });

  it.each([
    ['label files without names', {}, 'neither data.yaml nor classes.txt'],
    ['names that are none', { 'data.yaml': 'names: 3\n' }, 'names'],
    ['broken YAML', { 'data.yaml': 'names: [a\nb: {' }, 'it is not YAML'],
    ['YAML of nothing but brackets', { 'data.yaml': `names: ${'['.repeat(20_000)}` }, 'it is not YAML'],
    ['YAML that is a list', { 'data.yaml': '- nc: 1\n  names: [a]' }, 'expected object'],
    [
      'two names for a number',
      { 'data.yaml': 'names: {0: a, 0: b}' },
      'two of its names have the same number',
    ],
    [
      'a name for a number beyond all numbers',
      { 'data.yaml': 'names: {99999999999999999999999: 불량}' },
      'is not the number of a class',
    ],
    ['a name for no number', { 'data.yaml': 'names: {first: a}' }, '"first" is not the number of a class'],
    [
      'a document that grows without end',
      { 'data.yaml': `names: [x]\na: &a [x,x]\nb: &b [${'*a,'.repeat(30)}]\nc: [${'*b,'.repeat(30)}]` },
      'it is not YAML',
    ],
  ])('%s are refused', async (_, files, reason) => {
    const source = filesSource({ ...files, 'images/1.jpg': '', 'labels/1.txt': '' });
    expect(await refusal(source)).toMatchObject({
      code: 'format.malformed',
      message: expect.stringContaining(reason) as unknown,
    });
  });
});

describe('ImageFolder', () => {
  it('is read: classes are folders in order of their names, over all splits', async () => {
    expect(await imported(fixture('image-folder'))).toEqual({
      format: 'image-folder',
      evidence: 'every picture lies in a folder below the top: train/dent, train/ok, val/dent and 1 more',
      classes: ['0 dent', '1 ok'],
      items: {
        'train 1.jpg': { classKey: 'dent' },
        'train 2.jpg': { classKey: 'ok' },
        'train 3.png': { classKey: 'ok' },
        'validation 4.jpg': { classKey: 'dent' },
        'validation 5.webp': { classKey: 'ok' },
      },
      lines: {},
    });
  });

  it('pins ids by classes.json, and refuses a folder that it does not name', async () => {
    const classes = JSON.stringify({ classes: [{ key: 'ok', id: 4, name: 'Fine', colour: '#00ff00' }] });
    const files = { 'set/classes.json': classes, 'set/ok/a/1.jpg': '' };
    expect(await imported(filesSource(files))).toMatchObject({
      evidence: 'classes in set/classes.json',
      classes: ['4 ok'],
      items: { '- a/1.jpg': { classKey: 'ok' } },
    });
    expect(await refusal(filesSource({ ...files, 'set/bad/2.jpg': '' }))).toMatchObject({
      code: 'format.malformed',
    });
  });

  it('is not believed where a picture lies outside, unless asked for', async () => {
    const files = { 'a/1.jpg': '', 'b/2.jpg': '', '3.jpg': '' };
    expect(await imported(filesSource(files))).toMatchObject({ format: 'pictures' });
    expect(await imported(filesSource(files), { format: 'image-folder' })).toMatchObject({
      items: { '- 1.jpg': { classKey: 'a' }, '- 2.jpg': { classKey: 'b' } },
      lines: { 'picture.without-class': 1 },
    });
  });
});

describe('which format it is', () => {
  it.each<[string, Record<string, string>, string]>([
    ['pictures in one folder', { 'photos/1.jpg': '', 'photos/2.jpg': '' }, 'pictures'],
    ['pictures in splits alone', { 'train/1.jpg': '', 'test/2.jpg': '' }, 'pictures'],
    ['one split with classes', { 'train/a/1.jpg': '', 'train/b/2.jpg': '' }, 'image-folder'],
    ['classes below a common folder', { 'set/a/1.jpg': '', 'set/b/2.jpg': '' }, 'image-folder'],
    ['labels beside pictures', { '1.jpg': '', '1.txt': '', 'classes.txt': 'a' }, 'yolo'],
    ['another JSON', { '1.jpg': '', 'package.json': '{"name": "x"}' }, 'pictures'],
  ])('%s', async (_, files, format) => {
    expect(await imported(filesSource(files))).toMatchObject({ format });
  });

  it('is asked when labels of two formats lie there', async () => {
    const both = filesSource({
      'instances.json': coco({ images: [image] }),
      'data.yaml': 'names: [bolt]',
      'a.jpg': '',
    });
    expect(await refusal(both)).toMatchObject({
      code: 'format.ambiguous',
      message: expect.stringMatching(/^coco: .*; yolo: .* Say which is meant\.$/) as unknown,
    });
    expect(await imported(both, { format: 'coco' })).toMatchObject({ format: 'coco' });
    expect(await refusal(both, { format: 'image-folder' })).toMatchObject({ code: 'format.unknown' });
  });

  it('nothing, where no picture is', async () => {
    expect(await refusal(filesSource({ 'readme.txt': '' }))).toMatchObject({ code: 'format.unknown' });
  });
});

describe('the dataset’s own schema', () => {
  const schema = [{ key: 'bolt', id: 0, name: 'Bolt' }];

  it('refuses classes that are used and not in it', async () => {
    expect(await refusal(fixture('coco-boxes'), { schema })).toMatchObject({
      code: 'format.outside-schema',
      message: expect.stringContaining('not in the label schema: nut. Nothing was done.') as unknown,
    });
  });

  it('takes the rest when asked to, and lists what is left out', async () => {
    const { items, lines } = await imported(fixture('coco-boxes'), { schema, lossy: true });
    expect(items['train a.jpg']).toEqual({ boxes: [{ classKey: 'bolt', x: 10, y: 20, w: 30, h: 40 }] });
    expect(lines).toEqual({ 'loss.class-outside-schema': 1 });
  });

  it('and its task must fit', async () => {
    expect(await refusal(fixture('image-folder'), { task: 'object-detection' })).toMatchObject({
      code: 'format.wrong-task',
    });
  });

  it('what the archive left out is in the report', async () => {
    const source = filesSource({ 'a.jpg': '' }, [{ name: '../x.jpg', code: 'file.unsafe-name' }]);
    expect((await imported(source)).lines).toEqual({ 'file.unsafe-name': 1 });
  });
});
