import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderBlobStore } from '@tutti/blob-store';
import { bitsOfTags } from '@tutti/contracts/common';
import { classesIn, classMixOf, usualShares, type Label } from '@tutti/contracts/datasets';
import { transaction, upsertMany } from '@tutti/database';
import {
  assignSplits,
  datasetListProjection,
  datasetProgress,
  frozenItems,
  itemListProjection,
  itemListTable,
  ItemView,
  openDatasetsDatabase,
  writeManifest,
  type DatasetRow,
  type ItemRow,
} from '@tutti/datasets/testing';
import { MemoryEventLog } from '@tutti/event-store';
import { systemClock } from '@tutti/kernel';
import { PageTokens, type ListQuery } from '@tutti/service-kit';
import { startTestMariadb } from '@tutti/testing';
import type { DataSource } from 'typeorm';
import { report, type Figure } from './report';

/** Grid, queue and progress of datasets of 100,000 items as the console asks for them; freezing one of them. */

const size = 100_000;
const rounds = { least: 5, most: 20, ms: 1000 };
const goalMs = 150;
const day = Date.parse('2026-06-01T00:00:00Z');

const dir = await mkdtemp(join(tmpdir(), 'tutti-bench-'));
const mariadb = await startTestMariadb();
const tokens = new PageTokens('k'.repeat(32));

const dataset = (id: string, task: DatasetRow['task']): DatasetRow => ({
  ...{ id, name: id, description: null, tags: {}, task, labelSchemaId: 's', minimumPerClass: 10 },
  ...{ status: 'available', running: [], failed: false, versions: 0 },
  ...{ createdAt: day, changedAt: day, version: 1 },
});
const pictures = dataset('pictures', 'image-classification');
const boxes = dataset('boxes', 'object-detection');
const keys = Array.from({ length: 20 }, (_, n) => `class-${n}`);
/** One in a thousand. */
const rare = 'class-19';
const keyOf = (n: number): string => (n % 1000 === 7 ? rare : `class-${n % 19}`);

const boxesOf = (n: number): Label => ({
  boxes: Array.from({ length: n % 6 }, (_, at) => ({
    classKey: keyOf(n + at),
    ...{ x: at * 10, y: n % 300, w: 20.5, h: 30.25 },
  })),
});

const predicted = (n: number, score: number): ItemRow['prediction'] => ({
  model: { name: 'm', version: `v1.${n % 3}`, digest: 'e'.repeat(64), task: 'classification' },
  ...{ label: keyOf(n), score, boxes: [] },
  probabilities: { [keyOf(n)]: score, other: 1 - score },
});

const labelOf = ({ task }: DatasetRow, n: number): Label =>
  task === 'object-detection' ? boxesOf(n) : { classKey: keyOf(n) };

const classesOf = (label: Label): ItemRow['classes'] =>
  'boxes' in label
    ? Object.fromEntries(Object.entries(classesIn(label)).map(([key, count]) => [key, String(count)]))
    : null;

const labelled = (label: Label): Partial<ItemRow> => ({
  state: 'labelled',
  stated: { label, by: 'person', authId: 'user:ann', at: day, schemaVersion: 1, reason: null, version: 2 },
  classKey: 'classKey' in label ? label.classKey : null,
  classMix: classMixOf(label) ?? null,
  classes: classesOf(label),
  classBits: bitsOfTags(classesOf(label) ?? {}),
  schemaVersion: 1,
});

const item = (of: DatasetRow, n: number): ItemRow => {
  const { id: datasetId } = of;
  const score = n % 10 === 0 ? null : ((n * 7919) % 10_007) / 10_007;
  const deviceId = `device${n % 40}`.padEnd(26, 'x');
  const digest = ((n * 2_654_435_761) % 2 ** 32).toString(16).padStart(8, '0');
  return {
    ...{ id: `${datasetId.slice(0, 1)}${String(n).padStart(25, '0')}`, datasetId, deviceId },
    digest: digest.padEnd(64, datasetId.slice(0, 1)),
    ...{ bytes: 240_000, thumbnail: 'f'.repeat(64), mediaType: 'image/jpeg', width: 1920, height: 1080 },
    ...{ orientation: 1, fileName: `frame-${n}.jpg`, split: null, sourceKind: 'device', importId: null },
    source: { kind: 'device', deviceId, at: new Date(day + n).toISOString(), journal: 'j', seq: n },
    prediction: score === null ? null : predicted(n, score),
    ...{ score, scoreOrder: score ?? 2, state: 'unlabelled', stated: null, classKey: null, classMix: null },
    ...{ classes: null, classBits: bitsOfTags({}), schemaVersion: null, relabel: null },
    ...{ relabelVersion: null, review: null, excluded: false },
    ...{ excludedBecause: null, addedAt: day + n, changedAt: day + n, version: 2 },
    ...(n % 3 === 0 ? {} : labelled(labelOf(of, n))),
  };
};

const fill = async (database: DataSource): Promise<void> => {
  await transaction(database, async (manager) => {
    for (const projection of [datasetListProjection, itemListProjection])
      await manager.insert('runtime_checkpoint', {
        ...{ name: `projection:${projection.name}`, generation: 1, version: 1, shape: 's', incarnation: 'i' },
        ...{ position: 0, commitId: '', revision: 1, sequence: 0, updatedAt: new Date(day) },
      });
  });
  for (const of of [pictures, boxes])
    for (let first = 0; first < size; first += 2000)
      await transaction(database, (manager) =>
        upsertMany(
          manager,
          itemListTable,
          Array.from({ length: 2000 }, (_, index) => ({ ...item(of, first + index), generation: 1 })),
          ['generation', 'id'],
        ),
      );
};

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

const freeze = async (where: string, database: DataSource): Promise<Figure[]> => {
  const blobs = await FolderBlobStore.open(join(dir, 'blobs'));
  const log = new MemoryEventLog();
  const classes = keys.map((key, id) => ({
    key,
    id,
    name: key,
    colour: '#000000',
    retired: false,
    since: 1,
  }));
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
  await writeManifest({ database, blobs, log, clock: systemClock }, { head, items, splits, position });
  const done = performance.now();
  return [
    { name: `${where}: freeze, rows and checkpoint in one snapshot`, value: read - started, unit: 'ms' },
    { name: `${where}: freeze, parts`, value: split - read, unit: 'ms' },
    { name: `${where}: freeze, manifest`, value: done - split, unit: 'ms' },
    {
      name: `${where}: freeze, items per second`,
      value: items.length / ((done - started) / 1000),
      unit: '1/s',
    },
    { name: `${where}: freeze, memory`, value: (process.memoryUsage().rss - before) / 2 ** 20, unit: 'MiB' },
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
  await database.destroy();
}
report('datasets', figures);
await mariadb.stop();
await rm(dir, { recursive: true, force: true });
