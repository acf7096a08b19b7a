import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { FolderBlobStore, type BlobStore } from '@tutti/blob-store';
import { usualShares } from '@tutti/contracts/datasets';
import {
  assignSplits,
  datasetProgress,
  frozenItems,
  keptParts,
  ItemView,
  openDatasetsDatabase,
  exportArchive,
  writeListing,
  writeManifest,
  type DatasetRow,
} from '@tutti/datasets/testing';
import { MemoryEventLog } from '@tutti/event-store';
import { systemClock } from '@tutti/kernel';
import { PageTokens, type ListQuery } from '@tutti/service-kit';
import { startTestMariadb } from '@tutti/testing';
import type { DataSource } from 'typeorm';
import { boxes, contentOf, few, fill, keys, numbers, pictures, rare, size } from './dataset-rows';
import { report, type Figure } from './report';

/** Grid, queue and progress of datasets of 100,000 items as the console asks for them; freezing and exporting one of them. */

const rounds = { least: 5, most: 20, ms: 1000 };
const goalMs = 150;

const dir = await mkdtemp(join(tmpdir(), 'tutti-bench-'));
const mariadb = await startTestMariadb();
const tokens = new PageTokens('k'.repeat(32));

type Case = readonly [name: string, work: () => Promise<unknown>];

const casesOf = (database: DataSource): readonly Case[] => {
  const items = { waitFor: () => Promise.resolve() } as never;
  const view = new ItemView(database, { items }, { row: () => Promise.resolve(pictures) });
  const page = (of: DatasetRow, query: ListQuery) => () =>
    view.page(of, { pageSize: 50, ...query }, 0, tokens);
  const open = { count: 20, state: 'open' } as const;
  return [
    ['newest first', page(pictures, {})],
    ['lowest score first', page(pictures, { sort: 'score' })],
    ['unlabelled, lowest score first', page(pictures, { sort: 'score', q: 'state==unlabelled' })],
    ['a class', page(pictures, { sort: 'score', q: 'state==labelled;class==class-3' })],
    ['a rare class, whatever its state', page(pictures, { sort: 'score', q: `class==${rare}` })],
    [
      'a device, doubtful',
      page(pictures, { sort: 'score', q: `device==${'device7'.padEnd(26, 'x')};score<0.3` }),
    ],
    ['a name that none has', page(pictures, { q: 'fileName==*nowhere*' })],
    ['a rare class in boxes', page(boxes, { sort: 'score', q: `class==${rare}` })],
    ['queue', () => view.queue(pictures, open, 0)],
    ['progress by class', () => datasetProgress(database, pictures, keys)],
    ['progress by box', () => datasetProgress(database, boxes, keys)],
  ];
};

const quantile = (values: readonly number[], share: number): number =>
  values.toSorted((a, b) => a - b)[Math.ceil(values.length * share) - 1] ?? Number.NaN;

const measure = async (where: string, [name, work]: Case): Promise<Figure[]> => {
  const taken: number[] = [];
  await work();
  const until = performance.now() + rounds.ms;
  while (taken.length < rounds.least || (taken.length < rounds.most && performance.now() < until)) {
    const started = performance.now();
    await work();
    taken.push(performance.now() - started);
  }
  return [
    { name: `${where}: ${name}, p50`, value: quantile(taken, 0.5), unit: 'ms' },
    { name: `${where}: ${name}, p95`, value: quantile(taken, 0.95), unit: 'ms', goal: `<=${goalMs}` },
  ];
};

const classes = keys.map((key, id) => ({
  ...{ key, id, name: key, colour: '#000000' },
  ...{ retired: false, since: 1 },
}));

const freeze = async (where: string, database: DataSource): Promise<Figure[]> => {
  const blobs = await FolderBlobStore.open(join(dir, 'blobs'));
  const log = new MemoryEventLog();
  const before = process.memoryUsage().rss;
  const started = performance.now();
  const { position, items } = await frozenItems(database, boxes.id, classes);
  const read = performance.now();
  const rule = { shuffle: 0, shares: usualShares, groupByDevice: true, keepGiven: true };
  const splits = assignSplits(items, rule);
  const split = performance.now();
  const head = {
    format: 'tutti-dataset/1',
    datasetId: boxes.id,
    task: boxes.task,
    labelSchemaId: 's',
    schemaVersion: 1,
    classes,
  } as const;
  const content = { head, items, splits, position };
  const { blob } = await writeManifest({ database, blobs, log, clock: systemClock }, content);
  const done = performance.now();
  assignSplits(items, rule, await keptParts(blobs, blob.sha256, items));
  const again = performance.now();
  return [
    { name: `${where}: freeze, rows and checkpoint in one snapshot`, value: read - started, unit: 'ms' },
    { name: `${where}: freeze, parts`, value: split - read, unit: 'ms' },
    { name: `${where}: freeze, manifest`, value: done - split, unit: 'ms' },
    { name: `${where}: freeze, parts kept from the version before`, value: again - done, unit: 'ms' },
    {
      name: `${where}: freeze, items per second`,
      value: items.length / ((done - started) / 1000),
      unit: '1/s',
    },
    { name: `${where}: freeze, memory`, value: (process.memoryUsage().rss - before) / 2 ** 20, unit: 'MiB' },
  ];
};

/** Pictures that need no disk beside what is stored really. */
const withPictures = (store: BlobStore): BlobStore => ({
  uploads: store.uploads,
  put: (...put) => store.put(...put),
  stat: (...stat) => store.stat(...stat),
  touch: (...touch) => store.touch(...touch),
  list: (...list) => store.list(...list),
  sweep: (...sweep) => store.sweep(...sweep),
  open: async (namespace, digest, range) => {
    const n = numbers.get(digest);
    if (n === undefined) return store.open(namespace, digest, range);
    const bytes = contentOf(n);
    return {
      stream: Readable.from([bytes]),
      size: bytes.length,
      range: { offset: 0, length: bytes.length },
    };
  },
});

/** Of JavaScript objects and buffers, not counting what could be dropped. */
const heldBytes = (): number => {
  globalThis.gc?.();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
};

interface Exported {
  readonly items: number;
  readonly firstByteMs: number;
  readonly seconds: number;
  readonly bytes: number;
  /** At most, beyond what was held before. */
  readonly held: number;
}

const exported = async (database: DataSource, of: DatasetRow): Promise<Exported> => {
  const blobs = withPictures(await FolderBlobStore.open(join(dir, 'blobs')));
  const parts = { database, blobs, log: new MemoryEventLog(), clock: systemClock };
  const before = heldBytes();
  const started = performance.now();
  const { signal } = new AbortController();
  const content = await writeListing(parts, of, { classes, signal });
  const options = { format: 'yolo', lossy: true, signal } as const;
  const { stream, size: bytes } = await exportArchive(blobs, content, options);
  const firstByteMs = performance.now() - started;
  let [held, seen, next] = [0, 0, 0];
  for await (const chunk of stream) {
    seen += (chunk as Buffer).length;
    if (seen < next) continue;
    next = seen + bytes / 10;
    held = Math.max(held, heldBytes() - before);
  }
  const items = (of === few ? size / 10 : size) * (2 / 3);
  return { items, firstByteMs, seconds: (performance.now() - started) / 1000, bytes, held };
};

const exporting = async (where: string, database: DataSource): Promise<Figure[]> => {
  const less = await exported(database, few);
  const more = await exported(database, boxes);
  const perItem = (more.held - less.held) / (more.items - less.items);
  return [
    { name: `${where}: export, until its first byte`, value: more.firstByteMs, unit: 'ms' },
    { name: `${where}: export, items per second`, value: more.items / more.seconds, unit: '1/s' },
    { name: `${where}: export, held at most`, value: more.held / 2 ** 20, unit: 'MiB' },
    { name: `${where}: export, held more for each more item`, value: perItem, unit: 'B', goal: '<=1000' },
  ];
};

const figures: Figure[] = [];
for (const [engine, url] of [
  ['SQLite', `sqlite:${join(dir, 'datasets')}`],
  ['MariaDB', `${mariadb.url}/datasets`],
] as const) {
  const database = await openDatasetsDatabase(url);
  await fill(database);
  for (const one of casesOf(database)) figures.push(...(await measure(engine, one)));
  figures.push(...(await freeze(engine, database)));
  figures.push(...(await exporting(engine, database)));
  await database.destroy();
}
report('datasets', figures);
await mariadb.stop();
await rm(dir, { recursive: true, force: true });
