import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspectPicture } from '@tutti/vision';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ZipArchive } from '../archive/zip-reader';
import { type ZipContent, zip } from '../archive/zip-writer';
import type { DatasetDescription, ItemDescription } from './description';
import { type ExportFormat, exportDataset } from './export-dataset';
import { prepareImport } from './prepare-import';
import type { FormatSource } from './source';
import { fixture } from './source.fixture';

let dir: string;
let count = 0;
beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tutti-round-trip-'));
});
afterAll(() => rm(dir, { recursive: true }));

async function* contents(source: FormatSource): AsyncGenerator<ZipContent> {
  for (const path of source.names) yield { path, bytes: await source.read(path, 1_000_000) };
}

const packed = async (files: AsyncIterable<ZipContent>): Promise<Buffer> =>
  Buffer.concat(await Array.fromAsync(zip(files)));

/** What an import keeps: labels, and pictures by their digest. */
async function imported(archiveBytes: Uint8Array) {
  const path = join(dir, `${count++}.zip`);
  await writeFile(path, archiveBytes);
  const archive = await ZipArchive.open(path);
  const prepared = await prepareImport(archive, { lossy: true });
  const items: ItemDescription[] = [];
  const pictures = new Map<string, Uint8Array>();
  for await (const picture of prepared.pictures()) {
    const { bytes, ...seen } = await inspectPicture(await archive.read(picture.path, 1_000_000));
    const { width, height, mediaType, sha256 } = seen;
    pictures.set(sha256, bytes);
    const split = picture.split === undefined ? {} : { split: picture.split };
    const placed = prepared.label(picture, seen);
    items.push({
      fileName: picture.fileName,
      bytes: bytes.length,
      ...{ width, height, mediaType, sha256, ...split, ...placed },
    });
  }
  await archive.close();
  items.sort((a, b) => (a.sha256 < b.sha256 ? -1 : 1));
  const task = prepared.task ?? 'image-classification';
  const dataset = { task, classes: prepared.classes, items: () => each(items) } satisfies DatasetDescription;
  return { dataset, items, pictures };
}

async function* each<T>(values: readonly T[]): AsyncGenerator<T> {
  yield* values;
}

async function exported(format: ExportFormat, { dataset, pictures }: Awaited<ReturnType<typeof imported>>) {
  async function* files(): AsyncGenerator<ZipContent> {
    for await (const file of await exportDataset(format, dataset)) {
      const bytes = 'text' in file ? Buffer.from(file.text) : pictures.get(file.sha256);
      if (bytes === undefined) throw new Error(`${file.path} has no picture.`);
      yield { path: file.path, bytes };
    }
  }
  return packed(files());
}

/** Boxes have no order. */
const labelled = ({ sha256, label }: ItemDescription): unknown => [
  sha256,
  label !== undefined && 'boxes' in label ? new Set(label.boxes) : label,
];

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

it.each<[string, ExportFormat]>([
  ['coco', 'coco'],
  ['coco', 'yolo'],
  ['coco-boxes', 'yolo'],
  ['yolo', 'yolo'],
  ['yolo', 'coco'],
  ['yolo-segments', 'coco'],
  ['label-studio-yolo', 'yolo'],
  ['image-folder', 'image-folder'],
])('real pictures: fixture %s, out as %s, in, and out again with the same bytes', async (name, format) => {
  const foreign = await imported(await packed(contents(fixture(name))));
  const first = await exported(format, foreign);
  const own = await imported(first);
  expect(own.items.map(labelled)).toEqual(foreign.items.map(labelled));
  expect(own.dataset.classes).toEqual(foreign.dataset.classes);
  expect(digest(await exported(format, own))).toBe(digest(first));
});
