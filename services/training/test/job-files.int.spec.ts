import { blobErrors, graceMs, type BlobStore } from '@tutti/blob-store';
import { transaction } from '@tutti/database';
import { DomainError } from '@tutti/kernel';
import type { Run, Stream } from '@tutti/contracts/training';
import { FolderBlobStore } from '@tutti/blob-store';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { blobNamespace } from '../src/model/model-files';
import { runFileTable, runLogTable, runPointsTable } from '../src/run/run-progress.table';
import { ScriptedTrainer } from './scripted-trainer.fixture';
import { School } from './training.fixture';

let dir: string;
let school: School;
let isFull = false;

/** A store on a disk that is full when the spec says so. */
const onSmallDisk = (store: BlobStore): BlobStore => ({
  uploads: store.uploads,
  put: (...given) =>
    isFull
      ? Promise.reject(new DomainError(blobErrors['blob.storage-full'], { detail: 'The disk is full.' }))
      : store.put(...given),
  open: (...given) => store.open(...given),
  stat: (...given) => store.stat(...given),
  touch: (...given) => store.touch(...given),
  list: (...given) => store.list(...given),
  sweep: (...given) => store.sweep(...given),
});

beforeAll(async () => {
  dir = await mkdtemp(join(tmpdir(), 'tutti-job-files-'));
  school = await School.start({ blobs: onSmallDisk(await FolderBlobStore.open(dir)) });
});
afterAll(async () => {
  await school.stop();
  await rm(dir, { recursive: true, force: true });
});

let asked = 0;
const underWay = async (): Promise<ScriptedTrainer> => {
  const json = { name: `Stream ${asked++}`, solution: { key: 'image-classification' } };
  const { id: streamId } = await school.ok<Stream>('POST /streams', { json });
  await school.ok('POST /runs', { json: { streamId, source: { kind: 'sample', name: 'digits' } } });
  const trainer = await ScriptedTrainer.take(school, '0191e5a0-0000-7000-8000-000000000801');
  await trainer.claim();
  return trainer;
};
const show = (id: string) => school.ok<Run>(`GET /runs/${id}`);

test('no room for a file fails the run with that reason, and nothing else', async () => {
  const [first, second] = [await underWay(), await underWay()];
  isFull = true;
  expect(await first.send('PUT files', Buffer.from('a model'))).toMatchObject({
    status: 503,
    code: 'blob.storage-full',
  });
  isFull = false;
  const { state, failure } = await school.eventually(async () => {
    const run = await show(first.runId);
    expect(run.state).toBe('failed');
    return run;
  });
  expect([state, failure?.code]).toEqual(['failed', 'storage.full']);
  expect(await first.report(1, 'judge')).toMatchObject({ stop: true });
  expect(await second.result(await second.made())).toMatchObject({ status: 204 });
});

test('files of runs that go on and of models stay; those of others go after their grace', async () => {
  const [kept, failing, open] = [await underWay(), await underWay(), await underWay()];
  const made = await kept.made();
  const more = await kept.put(Buffer.from('not in the result'));
  expect(await kept.result(made)).toMatchObject({ status: 204 });
  const lost = await failing.put(Buffer.from('of a run that fails'));
  expect(await failing.fail()).toMatchObject({ status: 204 });
  const awaited = await open.put(Buffer.from('of a run that goes on'));
  await school.eventually(async () => expect((await show(kept.runId)).modelId).not.toBeNull());

  const { sweep } = school.training.parts;
  const { blobs } = school.training.parts.base;
  const now = Date.now();
  await sweep.pass(new Date(now));
  await sweep.pass(new Date(now + graceMs + 1000));
  const isThere = async (digest: string) => (await blobs.stat(blobNamespace, digest)) !== undefined;
  expect(await isThere(made.artifact.digest)).toBe(true);
  expect(await isThere(made.evaluation.digest)).toBe(true);
  expect(await isThere(awaited.digest)).toBe(true);
  expect(await isThere(more.digest)).toBe(false);
  expect(await isThere(lost.digest)).toBe(false);
});

test('old log lines and curves go, and so does that files were sent for runs without a result', async () => {
  const [old, young, failing] = [await underWay(), await underWay(), await underWay()];
  const points = [{ series: 'loss', step: 1, value: 1 }];
  for (const trainer of [old, young]) await trainer.report(1, 'train', { lines: ['one'], points });
  await young.put(Buffer.from('of a run that goes on'));
  await failing.put(Buffer.from('of a run that fails'));
  expect(await failing.fail()).toMatchObject({ status: 204 });
  await school.eventually(async () => expect((await show(failing.runId)).state).toBe('failed'));

  const { retention, base } = school.training.parts;
  const at = Date.now() - 91 * 86_400_000;
  const where = { runId: old.runId };
  for (const table of [runLogTable, runPointsTable])
    await transaction(base.database, (manager) => manager.update(table, where, { at }));
  await retention.pass(new AbortController().signal);

  const left = async ({ runId }: ScriptedTrainer) =>
    Promise.all(
      [runLogTable, runPointsTable, runFileTable].map((table) =>
        base.database.getRepository<{ runId: string }>(table).countBy({ runId }),
      ),
    );
  expect(await left(old)).toEqual([0, 0, 0]);
  expect(await left(young)).toEqual([1, 1, 1]);
  expect(await left(failing)).toEqual([0, 0, 0]);
});
