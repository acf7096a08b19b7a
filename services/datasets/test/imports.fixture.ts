import type { Dataset, ImportJob, ReportLine, StartImport } from '@tutti/contracts/datasets';
import type { BlobStore } from '@tutti/blob-store';
import sharp from 'sharp';
import { expect } from 'vitest';
import { zip, type ZipContent } from '../src/archive/zip-writer';
import type { Library } from './datasets.fixture';

const step = (n: number, bits: number): number => ((n >> bits) % 32) * 8;

/** A picture that no other number (below 32,768) makes. */
export const picture = (n: number, { width = 64, height = 48, orientation = 1 } = {}): Promise<Buffer> =>
  sharp({
    create: { width, height, channels: 3, background: { r: step(n, 0), g: step(n, 5), b: step(n, 10) } },
  })
    .withMetadata({ orientation })
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' })
    .toBuffer();

type Files = Readonly<Record<string, string | Uint8Array>>;

async function* contents(files: Files): AsyncGenerator<ZipContent> {
  for (const [path, content] of Object.entries(files)) yield { path, bytes: Buffer.from(content) };
}

export const packed = async (files: Files): Promise<Buffer> =>
  Buffer.concat(await Array.fromAsync(zip(contents(files))));

/** Folders by class, so many pictures in each. */
export const folders = async (classes: readonly string[], each: number, from = 0): Promise<Files> => {
  const files: Record<string, Uint8Array> = {};
  let n = from;
  for (const name of classes)
    for (let i = 0; i < each; i += 1) files[`${name}/${i}.jpg`] = await picture((n += 1));
  return files;
};

export interface CocoBox {
  readonly file: string;
  readonly name: string;
  readonly box: readonly number[];
}

/** COCO over pictures of 64 by 48. */
export const coco = (boxes: readonly CocoBox[], more: Readonly<Record<string, unknown>> = {}): string => {
  const files = [...new Set(boxes.map(({ file }) => file))];
  const names = [...new Set(boxes.map(({ name }) => name))];
  return JSON.stringify({
    images: files.map((file_name, id) => ({ id, file_name, width: 64, height: 48 })),
    categories: names.map((name, id) => ({ id, name })),
    annotations: boxes.map(({ file, name, box }, id) => ({
      id,
      image_id: files.indexOf(file),
      category_id: names.indexOf(name),
      bbox: box,
      ...more,
    })),
  });
};

const tus = { 'tus-resumable': '1.0.0' };

/** Uploads an archive as any tus client does; answers with the id of the upload. */
export const upload = async (library: Library, bytes: Uint8Array, name = 'lids.zip'): Promise<string> => {
  const metadata = `filename ${Buffer.from(name).toString('base64')}`;
  const begun = await library.call('POST /uploads', {
    headers: { ...tus, 'upload-length': String(bytes.length), 'upload-metadata': metadata },
  });
  expect(begun.status).toBe(201);
  const path = begun.headers.get('location')?.replace('/api/v1', '') ?? '';
  const sent = await library.call(`PATCH ${path}`, {
    headers: { ...tus, 'upload-offset': '0' },
    bytes: { type: 'application/offset+octet-stream', content: bytes },
  });
  expect(sent.status).toBe(204);
  return path.split('/').at(-1) ?? '';
};

type Archive = Omit<Extract<StartImport['source'], { kind: 'archive' }>, 'kind' | 'uploadId'>;

/** Starts an import of an archive. */
export const start = async (
  library: Library,
  dataset: Dataset,
  bytes: Uint8Array,
  options: Archive & { readonly dryRun?: boolean } = {},
): Promise<ImportJob> => {
  const { dryRun = false, ...rest } = options;
  const source = { kind: 'archive', uploadId: await upload(library, bytes), ...rest };
  return library.ok<ImportJob>('POST /imports', { json: { datasetId: dataset.id, source, dryRun } });
};

/** The import once it has ended. */
export const ended = (library: Library, { id }: ImportJob): Promise<ImportJob> =>
  library.eventually(async () => {
    const job = await library.ok<ImportJob>(`GET /imports/${id}`);
    expect(job.state).not.toBe('running');
    return job;
  });

export const imported = async (...given: Parameters<typeof start>): Promise<ImportJob> =>
  ended(given[0], await start(...given));

/** What it met, by code. */
export const reportOf = async (library: Library, { id }: ImportJob): Promise<Record<string, ReportLine>> => {
  const { items } = await library.ok<{ items: readonly ReportLine[] }>(`GET /imports/${id}/report`);
  return Object.fromEntries(items.map((line) => [line.code, line]));
};

/** A store of blobs whose `put` first does what a test wants: wait, or fail. */
export class Dam {
  /** Pictures and thumbnails that were asked to be stored since. */
  puts = 0;
  before: (put: number) => Promise<void> | void = () => undefined;

  readonly around = (store: BlobStore): BlobStore => ({
    uploads: store.uploads,
    open: (...given) => store.open(...given),
    stat: (...given) => store.stat(...given),
    touch: (...given) => store.touch(...given),
    list: (...given) => store.list(...given),
    sweep: (...given) => store.sweep(...given),
    put: async (...given) => {
      this.puts += 1;
      await this.before(this.puts);
      return store.put(...given);
    },
  });

  open(): void {
    this.puts = 0;
    this.before = () => undefined;
  }

  /** Lets so many through; the others wait until it is told to open. */
  hold(after: number): { readonly release: () => void } {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.puts = 0;
    this.before = (put) => (put > after ? promise : undefined);
    return {
      release: () => {
        this.open();
        resolve();
      },
    };
  }
}

/** How often each event of a dataset's items and of itself stands in the log. */
export const eventsOf = async (
  library: Library,
  { id }: Dataset,
): Promise<Readonly<Record<string, number>>> => {
  const { log } = library.datasets.parts.base;
  const counts: Record<string, number> = {};
  const last = await log.lastPosition(['evt.datasets.>']);
  const signal = new AbortController();
  for await (const { commits } of log.tail({
    subjects: ['evt.datasets.>'],
    after: 0,
    signal: signal.signal,
    maxBatch: 500,
  })) {
    for (const { event, aggregateId } of commits.flatMap(({ events }) => events)) {
      const { datasetId = aggregateId } = event.data as { readonly datasetId?: string };
      if (datasetId === id) counts[event.type] = (counts[event.type] ?? 0) + 1;
    }
    if ((commits.at(-1)?.position ?? 0) >= last) break;
  }
  signal.abort();
  return counts;
};
