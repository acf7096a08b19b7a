import { fork } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FolderBlobStore } from '@tutti/blob-store';
import { transaction, upsertMany } from '@tutti/database';
import {
  binNames,
  composeDay,
  deviceQuarterTable,
  deviceResultTable,
  deviceTallyTable,
  modelResultTable,
  modelTallyTable,
  noCounts,
  openSummaryDatabase,
  readDay,
  streamTallyTable,
  tallyReadModels,
  writeRows,
} from '@tutti/summary/testing';
import type { DataSource, EntitySchema, ObjectLiteral } from 'typeorm';
import { report } from './report';

/** What it costs to sum up a day of 10,000 devices and 10 million results, and the seven days that it is held against. */

const devices = 10_000;
const streams = 5;
const resultsPerQuarter = 10.42;
const quarterMs = 900_000;
const dayMs = 86_400_000;
const day = '2026-05-20';
const start = Date.parse(day);

const deviceId = (n: number): string => `device${String(n).padStart(20, '0')}`;
const digestOf = (n: number): string => String(n % streams).repeat(64);
const idOf = (n: number): string => `0191e5a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const range = (length: number): number[] => Array.from({ length }, (_, n) => n);

const insert = <Row extends ObjectLiteral>(
  database: DataSource,
  table: EntitySchema<Row>,
  rows: readonly Row[],
  keys: readonly (keyof Row & string)[],
): Promise<void> => transaction(database, (manager) => upsertMany(manager, table, rows, keys));

const live = { generation: 1 } as const;
const viewKeys = ['generation', 'id'] as const;

const fleet = async (database: DataSource): Promise<void> => {
  const state = {
    site: 'Seoul',
    lifecycle: 'registered',
    past: [],
    changedAt: start,
    silentSince: start,
  } as const;
  const rows = range(devices).map((n) => ({
    ...{ ...live, id: deviceId(n), name: `Line ${n}`, online: n % 50 !== 0 },
    ...state,
  }));
  await insert(database, deviceTallyTable, rows, viewKeys);
  const changes = range(4 * devices).map((n) => {
    const [id, at] = [deviceId(n % devices), start + (n % 90) * quarterMs];
    const counts = { ...noCounts, wentOffline: 1, wentOnline: 1, warnings: 1, lowScores: 3 };
    const details = {
      onlineBefore: true,
      silentSince: at,
      fault: null,
      lowByModel: { [`Stream ${n % streams}@v1.0`]: 3 },
    };
    return { ...live, id: `${id}.${at}.${n}`, deviceId: id, at, ...counts, ...details };
  });
  await insert(database, deviceQuarterTable, changes, viewKeys);
};

const names = async (database: DataSource): Promise<void> => {
  const solution = { solutionKey: 'image-classification', solutionVersion: 1 };
  const all = range(streams).map((n) => ({ ...live, id: idOf(n), name: `Stream ${n}`, ...solution }));
  await insert(database, streamTallyTable, all, viewKeys);
  const models = all.map((stream, n) => {
    const about = { digest: digestOf(n), modelVersion: 'v1.0', streamId: stream.id, runId: null };
    return { ...stream, id: idOf(100 + n), ...about };
  });
  await insert(database, modelTallyTable, models, viewKeys);
};

const sums = (results: number) => ({
  results,
  volume: 100_000 * results,
  scoreSum: 900_000 * results,
  failures: 0,
});

/** What 10 million results amount to, as `keepResults` leaves them; and the days before, by model. */
const results = async (database: DataSource): Promise<void> => {
  for (const quarter of range(96)) {
    const at = start + quarter * quarterMs;
    const rows = range(devices).map((n) => {
      const count = Math.floor(resultsPerQuarter * (quarter + 1)) - Math.floor(resultsPerQuarter * quarter);
      return { at, deviceId: deviceId(n), digest: digestOf(n), ...sums(count), lastAt: at + 1000 };
    });
    await insert(database, deviceResultTable, rows, ['at', 'deviceId', 'digest']);
  }
  const bins = Object.fromEntries(binNames.map((name) => [name, 1000]));
  const models = range(8 * 96 * streams).map((n) => {
    const at = start - 7 * dayMs + Math.floor(n / streams) * quarterMs;
    return { at, digest: digestOf(n), ...sums(20_834), ...bins };
  });
  await insert(database, modelResultTable, models, ['at', 'digest']);
};

const fill = async (database: DataSource): Promise<void> => {
  await transaction(database, async (manager) => {
    for (const { projection } of Object.values(tallyReadModels))
      await manager.insert('runtime_checkpoint', {
        ...{ name: `projection:${projection.name}`, generation: 1, version: 1, shape: 's', incarnation: 'i' },
        ...{ position: 0, commitId: '', revision: 1, sequence: 0, updatedAt: new Date(start) },
      });
  });
  await fleet(database);
  await names(database);
  await results(database);
};

interface Measured {
  readonly seconds: number;
  readonly readSeconds: number;
  /** Of the processor, whoever else is busy. */
  readonly processorSeconds: number;
  readonly rows: number;
  readonly results: number;
  readonly mebibytes: number;
}

/** In a process of its own: its memory is that of composing, and of nothing else. */
const compose = async (dir: string): Promise<Measured> => {
  const database = await openSummaryDatabase(`sqlite:${join(dir, 'summary.db')}`);
  const blobs = await FolderBlobStore.open(join(dir, 'blobs'));
  const before = process.resourceUsage().maxRSS;
  const worked = process.cpuUsage();
  const began = performance.now();
  const data = await readDay(database, day, 'UTC');
  const read = performance.now();
  const { figures, rows } = composeDay(data);
  const { count } = await writeRows(blobs, rows);
  const seconds = (performance.now() - began) / 1000;
  const { user, system } = process.cpuUsage(worked);
  await database.destroy();
  return {
    processorSeconds: (user + system) / 1e6,
    ...{ seconds, readSeconds: (read - began) / 1000, rows: count, results: figures.inference.results },
    mebibytes: (process.resourceUsage().maxRSS - before) / 1024,
  };
};

const measure = (dir: string): Promise<Measured> =>
  new Promise((resolve, reject) => {
    const child = fork(process.argv[1] ?? '', [dir]);
    child.once('message', (measured) => resolve(measured as Measured));
    child.once('exit', (code) =>
      code === 0 ? undefined : reject(new Error(`Composing ended with ${code}.`)),
    );
  });

const [, , place] = process.argv;
if (place !== undefined && process.send) {
  process.send(await compose(place), undefined, undefined, () => process.disconnect());
} else {
  const dir = mkdtempSync(join(tmpdir(), 'tutti-bench-'));
  const database = await openSummaryDatabase(`sqlite:${join(dir, 'summary.db')}`);
  await fill(database);
  await database.destroy();
  const measured = await measure(dir);
  rmSync(dir, { recursive: true, force: true });
  report('summary', [
    {
      name: `A day of ${devices} devices and ${measured.results} results`,
      value: measured.processorSeconds,
      unit: 's of the processor',
      goal: '<= 10',
    },
    { name: 'the same by the clock, whoever else is busy', value: measured.seconds, unit: 's' },
    { name: 'of that, reading what is known of it', value: measured.readSeconds, unit: 's' },
    { name: 'memory that it took at most', value: measured.mebibytes, unit: 'MiB', goal: '<= 300' },
    { name: 'rows of it', value: measured.rows, unit: 'rows' },
  ]);
}
