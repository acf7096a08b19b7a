import { readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Dataset, DatasetVersion, ImportFormat, Item, Label } from '@tutti/contracts/datasets';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ZipArchive } from '../src/archive/zip-reader';
import { prepareImport } from '../src/format/prepare-import';
import { Library } from './datasets.fixture';

let library: Library;
beforeAll(async () => {
  library = await Library.start();
});
afterAll(() => library.stop());

const classes = [
  { key: 'ok', id: 3, name: 'OK', colour: '#112233' },
  { key: 'dent', id: 7, name: '불량', colour: '#445566' },
];
const create = (name: string, task: Dataset['task'], more = classes) =>
  library.create({ name, task, classes: more });

const picture = (colour: number, side = 64): Promise<Buffer> =>
  sharp({ create: { width: side, height: side / 2, channels: 3, background: { r: colour, g: 40, b: 90 } } })
    .withMetadata({ orientation: colour % 2 === 0 ? 1 : 6 })
    .jpeg()
    .toBuffer();

const add = (dataset: Dataset, content: Uint8Array, query = '') =>
  library.ok<Item>(`POST /datasets/${dataset.id}/items${query}`, { bytes: { type: 'image/jpeg', content } });
const label = (id: string, of: Label) =>
  library.change(`PUT /items/${id}/label`, `/items/${id}`, { json: { label: of } });
const labelOf = ({ task }: Dataset, n: number): Label =>
  task === 'image-classification'
    ? { classKey: n % 3 === 0 ? 'dent' : 'ok' }
    : { boxes: n % 4 === 0 ? [] : [{ classKey: 'dent', x: n + 0.123456, y: 1 / 3, w: 7.7777, h: 11 }] };

/** So many pictures with labels, some of the same name. */
const filled = async (dataset: Dataset, count: number): Promise<Item[]> => {
  const items: Item[] = [];
  for (let n = 0; n < count; n++) {
    const item = await add(dataset, await picture(n), `?fileName=${encodeURIComponent(`뚜껑 ${n % 5}.jpg`)}`);
    await label(item.id, labelOf(dataset, n));
    items.push(item);
  }
  return items;
};
const freeze = ({ id }: Dataset) => library.ok<DatasetVersion>(`POST /datasets/${id}/versions`, { json: {} });
const pathOf = ({ id }: Dataset, format: ImportFormat, more = ''): string =>
  `/datasets/${id}/export?format=${format}${more}`;
const archive = (dataset: Dataset, format: ImportFormat, more = '') =>
  library.call<Buffer>(`GET ${pathOf(dataset, format, more)}`);
const code = (dataset: Dataset, format: ImportFormat, more = '') =>
  library.call<{ params?: unknown }>(`GET ${pathOf(dataset, format, more)}`);

const opened = async (path: string) => {
  const archive = await ZipArchive.open(path);
  return Object.assign(archive, { [Symbol.asyncDispose]: () => archive.close() });
};

/** What an import does: labels first, then each picture with the label that fits it. */
const imported = async (into: Dataset, bytes: Buffer): Promise<void> => {
  const path = join(library.dir, `${into.id}.zip`);
  await writeFile(path, bytes);
  await using source = await opened(path);
  const { intake, items } = library.datasets.parts.doors;
  const schema = await library.ok<{ classes: typeof classes }>(`GET /label-schemas/${into.labelSchemaId}`);
  const rules = await items.rules(into.id);
  const prepared = await prepareImport(source, { schema: schema.classes, task: into.task });
  for await (const one of prepared.pictures()) {
    const content = await source.read(one.path, 1_000_000);
    const { width = 0, height = 0, orientation = 1 } = await sharp(content).metadata();
    const turned = orientation >= 5;
    const size = turned ? { width: height, height: width, orientation } : { width, height, orientation };
    const placed = prepared.label(one, size);
    const { fileName, split } = one;
    const statement = placed?.label && ({ label: placed.label, by: 'import', rules } as const);
    const taken = await intake.take(
      { datasetId: into.id, content, fileName, split, source: { kind: 'upload' }, statement },
      { metadata: {} },
    );
    await library.datasets.parts.base.projections.items.waitFor(taken.position);
  }
};

describe('an export (S0-45, requirements 5.3)', () => {
  test.each<[ImportFormat, Dataset['task']]>([
    ['coco', 'object-detection'],
    ['yolo', 'object-detection'],
    ['image-folder', 'image-classification'],
    ['pictures', 'image-classification'],
  ])('as %s is taken in and given out again with the same bytes, parts and all', async (format, task) => {
    const first = await create(`Out ${format}`, task);
    await filled(first, 12);
    await freeze(first);
    const out = await archive(first, format, '&version=1');
    expect(out.status).toBe(200);
    const second = await create(`In ${format}`, task);
    await imported(second, out.body);
    const again = await archive(second, format);
    expect(again.body.equals(out.body)).toBe(true);
    await label((await add(first, await picture(200))).id, labelOf(first, 1));
    expect((await archive(first, format, '&version=1')).body.equals(out.body)).toBe(true);
    expect((await archive(first, format)).body.equals(out.body)).toBe(false);
  });

  test('says how long it is, what it is called, and is not sent to whom has it', async () => {
    const dataset = await create('뚜껑 "A"', 'image-classification');
    await filled(dataset, 3);
    await freeze(dataset);
    const whole = await archive(dataset, 'image-folder', '&version=1');
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'application/zip',
      'content-length': String(whole.body.length),
      'content-disposition': `attachment; filename="__ _A_-v1-image-folder.zip"; filename*=UTF-8''${encodeURIComponent('뚜껑 _A_-v1-image-folder.zip')}`,
    });
    const head = await library.call(`HEAD ${pathOf(dataset, 'image-folder', '&version=1')}`);
    expect([head.status, head.headers.get('content-length'), head.etag]).toEqual([
      200,
      String(whole.body.length),
      whole.etag,
    ]);
    const known = { headers: { 'if-none-match': whole.etag } };
    const repeat = (more: string) => library.call(`GET ${pathOf(dataset, 'image-folder', more)}`, known);
    expect((await repeat('&version=1')).status).toBe(304);
    expect((await repeat('&version=1&lossy=true')).status).toBe(200);
    const now = await archive(dataset, 'image-folder');
    const unchanged = { headers: { 'if-none-match': now.etag } };
    const ask = () => library.call(`GET ${pathOf(dataset, 'image-folder')}`, unchanged);
    expect((await ask()).status).toBe(304);
    await label((await add(dataset, await picture(9))).id, { classKey: 'ok' });
    expect((await ask()).status).toBe(200);
  });

  test('of what a format cannot hold is refused with a report before its first byte, unless asked for', async () => {
    const dataset = await create('Lossy', 'image-classification');
    await filled(dataset, 2);
    await add(dataset, await picture(77), '?fileName=bare.jpg');
    const excluded = await add(dataset, await picture(78));
    await library.change(`POST /items/${excluded.id}/exclude`, `/items/${excluded.id}`, { json: {} });
    expect(await code(dataset, 'image-folder')).toMatchObject({
      status: 422,
      code: 'format.lossy',
      body: {
        params: { report: [{ code: 'loss.unlabelled', count: 1, examples: [{ where: 'bare.jpg' }] }] },
      },
    });
    expect((await archive(dataset, 'image-folder', '&lossy=true')).status).toBe(200);
    expect((await archive(dataset, 'pictures')).status).toBe(200);
    await add(dataset, await picture(79), '?split=test');
    expect(await code(dataset, 'pictures')).toMatchObject({
      body: { params: { report: [{ code: 'loss.split', count: 3 }] } },
    });
    expect(await code(dataset, 'coco')).toMatchObject({ status: 422, code: 'format.wrong-task' });
    expect(await code(dataset, 'image-folder', '&version=1')).toMatchObject({
      status: 404,
      code: 'dataset-version.not-found',
    });
    const nobody = await library.call(`GET ${pathOf(dataset, 'pictures')}`, { as: 'nobody' });
    expect(nobody.status).toBe(401);
  });
});

describe('an export that is cut off', () => {
  /** Too large for what sockets take without a reader. */
  const large = async (name: string): Promise<Dataset> => {
    const dataset = await create(name, 'image-classification');
    for (let n = 0; n < 6; n++) {
      const noise = { type: 'gaussian', mean: 128, sigma: 50 + n } as const;
      const content = await sharp({
        create: { width: 1200, height: 1200, channels: 3, background: '#000', noise },
      })
        .png({ compressionLevel: 0 })
        .toBuffer();
      const bytes = { type: 'image/png', content };
      await library.ok(`POST /datasets/${dataset.id}/items`, { bytes });
    }
    return dataset;
  };
  const begin = async (dataset: Dataset, { signal, user }: { signal?: AbortSignal; user?: string } = {}) => {
    const headers = { authorization: `Bearer ${await library.token('user', user)}` };
    return fetch(`${library.url}/api/v1${pathOf(dataset, 'pictures')}`, {
      headers,
      ...(signal ? { signal } : {}),
    });
  };

  test('by its reader leaves nothing running, and only so many run at a time, two of one reader', async () => {
    const dataset = await large('Aborted');
    const readers = Array.from({ length: 8 }, () => new AbortController());
    const pair = (n: number) =>
      readers.slice(2 * n, 2 * n + 2).map(({ signal }) => begin(dataset, { signal, user: `user-${n}` }));
    const first = await Promise.all(pair(0));
    expect((await begin(dataset, { user: 'user-0' })).status).toBe(429);
    const begun = [...first, ...(await Promise.all([1, 2, 3].flatMap(pair)))];
    expect(begun.map(({ status }) => status)).toEqual(begun.map(() => 200));
    expect(await code(dataset, 'pictures')).toMatchObject({ status: 429, code: 'export.too-many' });
    // Nothing is looked up for whom there is no place.
    expect(await code({ ...dataset, id: dataset.labelSchemaId }, 'pictures')).toMatchObject({ status: 429 });
    for (const reader of readers) reader.abort();
    const whole = await library.eventually(async () => {
      const answered = await archive(dataset, 'pictures');
      expect(answered.status).toBe(200);
      return answered;
    });
    expect(whole.body).toHaveLength(Number(whole.headers.get('content-length')));
  });

  test('holds what held when it was asked for, whatever is added and excluded while it is sent', async () => {
    const dataset = await large('Meanwhile');
    const before = await archive(dataset, 'pictures');
    const begun = await begin(dataset);
    const { items } = await library.ok<{ items: Item[] }>(`GET /datasets/${dataset.id}/items`);
    for (const { id } of items)
      await library.change(`POST /items/${id}/exclude`, `/items/${id}`, { json: {} });
    await add(dataset, await picture(5));
    expect(before.body.equals(Buffer.from(await begun.arrayBuffer()))).toBe(true);
  });

  test.each<[string, (path: string) => Promise<void>]>([
    ['missing', (path) => rm(path)],
    ['damaged', (path) => writeFile(path, Buffer.alloc(4_320_000))],
  ])('by a picture that is %s does not look like a whole one', async (what, harm) => {
    const dataset = await large(`Harmed: ${what}`);
    const { items } = await library.ok<{ items: Item[] }>(`GET /datasets/${dataset.id}/items`);
    const last =
      items
        .map(({ digest }) => digest)
        .sort()
        .at(-1) ?? '';
    const root = join(library.dir, 'blobs');
    const found = (await readdir(root, { recursive: true })).find((name) => name.endsWith(last)) ?? '';
    await harm(join(root, found));
    const response = await begin(dataset);
    expect(response.status).toBe(200);
    await expect(response.arrayBuffer()).rejects.toThrow();
    await library.eventually(() => expect(library.lines.join('')).toContain(last));
  });
});
