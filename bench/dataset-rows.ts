import { hash } from 'node:crypto';
import { bitsOfTags } from '@tutti/contracts/common';
import { classesIn, classMixOf, type Label } from '@tutti/contracts/datasets';
import { transaction, upsertMany } from '@tutti/database';
import {
  datasetListProjection,
  itemListProjection,
  itemListTable,
  type DatasetRow,
  type ItemRow,
} from '@tutti/datasets/testing';
import type { DataSource } from 'typeorm';

/** Items of the large datasets; ITEMS says how many instead of 100,000, in thousands of ten. */
export const size = Number(process.env['ITEMS'] ?? 100_000);
const portion = 1000;
const day = Date.parse('2026-06-01T00:00:00Z');

const contentBytes = 1024;
/** Bytes that stand for the picture of this number; large ones would measure the disk. */
export const contentOf = (n: number): Buffer => Buffer.alloc(contentBytes, `picture ${n} `);
/** By digest. */
export const numbers = new Map<string, number>();

const dataset = (id: string, task: DatasetRow['task']): DatasetRow => ({
  ...{ id, name: id, description: null, tags: {}, task, labelSchemaId: 's', minimumPerClass: 10 },
  ...{ status: 'available', running: [], failed: false, versions: 0 },
  ...{ createdAt: day, changedAt: day, version: 1 },
});
export const pictures = dataset('pictures', 'image-classification');
export const boxes = dataset('boxes', 'object-detection');
/** The same as `boxes`, of a tenth of the size. */
export const few = dataset('few', 'object-detection');
export const keys = Array.from({ length: 20 }, (_, n) => `class-${n}`);
/** One in a thousand. */
export const rare = 'class-19';
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
  const digest = hash('sha256', contentOf(n));
  numbers.set(digest, n);
  return {
    ...{ id: `${datasetId.slice(0, 1)}${String(n).padStart(25, '0')}`, datasetId, deviceId },
    ...{
      digest,
      bytes: contentBytes,
      thumbnail: 'f'.repeat(64),
      mediaType: 'image/jpeg',
      width: 1920,
      height: 1080,
    },
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

/** `few` has a tenth of the items of the others. */
export const fill = async (database: DataSource): Promise<void> => {
  await transaction(database, async (manager) => {
    for (const projection of [datasetListProjection, itemListProjection])
      await manager.insert('runtime_checkpoint', {
        ...{ name: `projection:${projection.name}`, generation: 1, version: 1, shape: 's', incarnation: 'i' },
        ...{ position: 0, commitId: '', revision: 1, sequence: 0, updatedAt: new Date(day) },
      });
  });
  for (const [of, count] of [
    [pictures, size],
    [boxes, size],
    [few, size / 10],
  ] as const)
    for (let first = 0; first < count; first += portion)
      await transaction(database, (manager) =>
        upsertMany(
          manager,
          itemListTable,
          Array.from({ length: portion }, (_, index) => ({ ...item(of, first + index), generation: 1 })),
          ['generation', 'id'],
        ),
      );
};
