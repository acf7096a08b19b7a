import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { blobErrors } from '@tutti/blob-store';
import type { Dataset, ImportJob } from '@tutti/contracts/datasets';
import { transaction } from '@tutti/database';
import { DomainError } from '@tutti/kernel';
import { Leader } from '@tutti/runtime';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { datasetDecider } from '../src/dataset/dataset.decider';
import { newJob } from '../src/import/import-job.table';
import { openImports } from '../src/import/open-imports';
import { blobNamespace } from '../src/item/picture-intake';
import { Library } from './datasets.fixture';
import { Dam, ended, eventsOf, folders, packed, start } from './imports.fixture';

const each = 30;
const all = 2 * each;

let library: Library;
let archive: Buffer;
const dam = new Dam();
beforeAll(async () => {
  library = await Library.start(undefined, dam.around);
  archive = await packed(await folders(['ok', 'dent'], each));
});
afterAll(() => library.stop());

let lids: Dataset;
let count = 0;
beforeEach(async () => {
  dam.open();
  lids = await library.create({ name: `Lids ${(count += 1)}` });
});

const itemsOf = async ({ id }: Dataset): Promise<number> =>
  (await library.ok<Dataset>(`GET /datasets/${id}`)).items.total;

const heldAt = (puts: number) => library.eventually(() => expect(dam.puts).toBeGreaterThan(puts));

/** Ends the runner of this process as a kill would find it: nothing more is written. */
const restarted = async (): Promise<void> => {
  await library.close();
  await library.open();
};

test('given an import in the middle, when it is cancelled, then it stops, what was taken is whole, and a repetition takes the rest', async () => {
  const many = 2 * all;
  const large = await packed(await folders(['ok', 'dent'], many / 2, 2000));
  const { release } = dam.hold(20);
  const job = await start(library, lids, large);
  await heldAt(20);
  const cancelled = await library.ok<ImportJob>(`POST /imports/${job.id}/cancel`, { user: 'manager-2' });
  expect(cancelled).toMatchObject({ state: 'running', cancelling: true });
  release();
  const { state, counts, cancelling } = await ended(library, job);
  expect({ state, cancelling }).toEqual({ state: 'cancelled', cancelling: false });
  expect(counts.added).toBeGreaterThanOrEqual(8);
  expect(counts.added).toBeLessThan(many);
  expect(counts).toMatchObject({ known: 0, labelled: counts.added, refused: 0 });
  expect(await eventsOf(library, lids)).toMatchObject({
    ItemAdded: counts.added,
    ItemLabelled: counts.added,
    ImportCancelled: 1,
  });
  expect((await library.call(`POST /imports/${job.id}/cancel`)).code).toBe('import.not-running');
  const rest = await ended(library, await start(library, lids, large));
  expect(rest.counts).toMatchObject({ added: many - counts.added, known: counts.added });
  await library.eventually(async () => expect(await itemsOf(lids)).toBe(many));
});

describe('given a store of blobs', () => {
  test('that is full, then the import ends with the reason, and what is stored is whole', async () => {
    const full = new DomainError(blobErrors['blob.storage-full'], { detail: 'There is no room.' });
    dam.before = (put) => {
      if (put > 20) throw full;
    };
    const job = await ended(library, await start(library, lids, archive));
    expect(job).toMatchObject({
      state: 'failed',
      failure: { code: 'blob.storage-full', message: 'There is no room.' },
    });
    expect((await library.ok<Dataset>(`GET /datasets/${lids.id}`)).status).toBe('import-failed');
    expect(job.counts.added).toBeGreaterThan(0);
    expect(await eventsOf(library, lids)).toMatchObject({ ItemAdded: job.counts.added });
    dam.open();
    const again = await ended(library, await start(library, lids, archive));
    expect(again.counts.added + again.counts.known).toBe(all);
    expect(await eventsOf(library, lids)).toMatchObject({
      ItemAdded: all,
      ImportFailed: 1,
      ImportFinished: 1,
    });
  });

  test('that is away for a while, then the import goes on where it was', async () => {
    dam.before = (put) => {
      if (put === 15 || put === 21)
        throw new DomainError(blobErrors['blob.storage-unavailable'], { detail: 'Away.' });
    };
    const job = await ended(library, await start(library, lids, archive));
    expect(job).toMatchObject({
      state: 'finished',
      counts: { added: all, known: 0, labelled: all, refused: 0 },
    });
    expect(await eventsOf(library, lids)).toMatchObject({ ItemAdded: all, ImportFinished: 1 });
  });

  test('that has lost the archive, then the import says so', async () => {
    const { release } = dam.hold(0);
    const first = await start(library, lids, archive);
    const other = await start(library, lids, archive);
    const third = await start(library, lids, await packed(await folders(['ok'], 1, 900)));
    await heldAt(0);
    const row = await library.datasets.parts.doors.imports.find(third.id);
    const digest = row.archiveDigest ?? '';
    await rm(join(library.dir, 'blobs', blobNamespace, digest.slice(0, 2), digest), { recursive: true });
    release();
    expect(await ended(library, third)).toMatchObject({ failure: { code: 'import.archive-gone' } });
    await Promise.all([ended(library, first), ended(library, other)]);
  });
});

describe('given a process that ends in the middle', () => {
  test('of an import, then the next one goes on, and nothing is told twice', async () => {
    const { release } = dam.hold(40);
    const job = await start(library, lids, archive);
    await heldAt(40);
    const closing = library.close();
    release();
    await closing;
    await library.open();
    expect(await ended(library, job)).toMatchObject({
      state: 'finished',
      progress: { done: all, total: all },
      counts: { added: all, known: 0, labelled: all, refused: 0 },
    });
    expect(await eventsOf(library, lids)).toEqual({
      DatasetCreated: 1,
      ImportStarted: 1,
      ImportFinished: 1,
      ItemAdded: all,
      ItemLabelled: all,
    });
  });

  test('after the log heard of the start or the end, then the row says so too', async () => {
    const { aggregates } = library.datasets.parts.base;
    const { release } = dam.hold(0);
    const job = await start(library, lids, archive);
    await heldAt(0);
    const { source } = await library.datasets.parts.doors.imports.find(job.id);
    const importId = '0197b4a0-0000-7000-8000-000000000001';
    await aggregates.handle(datasetDecider, lids.id, { type: 'StartImport', importId, source });
    const counts = { added: 0, known: 0, labelled: 0, refused: 0 };
    const outcome = { kind: 'failed', code: 'blob.storage-full', message: 'Full.' } as const;
    const end = { type: 'EndImport', importId: job.id, counts, outcome } as const;
    await aggregates.handle(datasetDecider, lids.id, end);
    const closing = library.close();
    release();
    await closing;
    await restarted();
    expect(await ended(library, job)).toMatchObject({
      state: 'failed',
      failure: { code: 'blob.storage-full', message: 'Full.' },
    });
    const adopted = await library.eventually(async () => {
      const shown = await library.ok<ImportJob>(`GET /imports/${importId}`);
      expect(shown.state).toBe('finished');
      return shown;
    });
    expect(adopted.counts.added + adopted.counts.known).toBe(all);
  });
});

test('given an import that ends every process that works on it, then it is given up', async () => {
  const { base, doors } = library.datasets.parts;
  const importId = '0197b4a0-0000-7000-8000-000000000002';
  const source = { kind: 'archive', digest: 'a'.repeat(64) } as const;
  await base.aggregates.handle(datasetDecider, lids.id, { type: 'StartImport', importId, source });
  const begun = { id: importId, datasetId: lids.id, dryRun: false, source, startedAt: 0, startedBy: null };
  await doors.importJobs.insert({ ...newJob(begun), tries: 5 });
  const job = await library.ok<ImportJob>(`GET /imports/${importId}`);
  expect(await ended(library, job)).toMatchObject({ state: 'failed', failure: { code: 'import.failed' } });
  expect(await eventsOf(library, lids)).toMatchObject({ ImportFailed: 1 });
});

test('given imports that take all places, when one that waits is cancelled, then it ends at once', async () => {
  const { release } = dam.hold(0);
  const others = [await library.create({ name: 'Caps' }), await library.create({ name: 'Bottles' })];
  const busy = [await start(library, lids, archive), await start(library, others[0] ?? lids, archive)];
  await library.eventually(async () => {
    for (const job of busy)
      expect((await library.ok<ImportJob>(`GET /imports/${job.id}`)).phase).toBe('taking');
  });
  const waiting = await start(library, others[1] ?? lids, archive);
  await library.ok(`POST /imports/${waiting.id}/cancel`);
  expect(await ended(library, waiting)).toMatchObject({ state: 'cancelled', counts: { added: 0 } });
  release();
  for (const job of busy) expect(await ended(library, job)).toMatchObject({ state: 'finished' });
});

test('given two replicas, when the one that works on an import loses its lease, then the other goes on, and each picture is taken once', async () => {
  const { base, doors } = library.datasets.parts;
  const { release } = dam.hold(40);
  const job = await start(library, lids, archive);
  await heldAt(40);
  const other = openImports(base, doors);
  const leader = new Leader(other.importRunner, { ...base, replicaId: 'two' });
  const stolen = "UPDATE runtime_lease SET holder = 'two' WHERE name = 'imports'";
  await transaction(base.database, (manager) => manager.query(stolen));
  leader.start();
  const { term } = await doors.imports.find(job.id);
  await library.eventually(async () => expect((await doors.imports.find(job.id)).term).toBeGreaterThan(term));
  release();
  expect(await ended(library, job)).toMatchObject({
    state: 'finished',
    counts: { added: all, known: 0, labelled: all, refused: 0 },
  });
  await leader.stop();
  expect(await eventsOf(library, lids)).toMatchObject({ ItemAdded: all, ImportFinished: 1 });
});

test('given an open import, when nobody sends a picture for a while, then it is finished by itself', async () => {
  library.importIdleMs = 1;
  await restarted();
  const source = { kind: 'upload' };
  const job = await library.ok<ImportJob>('POST /imports', { json: { datasetId: lids.id, source } });
  expect(await ended(library, job)).toMatchObject({ state: 'finished', counts: { added: 0 } });
  expect(await eventsOf(library, lids)).toMatchObject({ ImportStarted: 1, ImportFinished: 1 });
});
