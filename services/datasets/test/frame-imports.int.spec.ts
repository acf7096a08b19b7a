import type { Dataset, FrameCount, ImportJob, Item } from '@tutti/contracts/datasets';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { digestOf, Library } from './datasets.fixture';
import { Fleet, type Camera } from './frames.fixture';
import { ended, picture, reportOf } from './imports.fixture';

let library: Library;
let fleet: Fleet;
let [line, door]: Camera[] = [];
const minute = (n: number): string => new Date(Date.UTC(2026, 10, 1, 8, n)).toISOString();
const cameras = (): readonly [Camera, Camera] => {
  if (!line || !door) throw new Error('There are no cameras.');
  return [line, door];
};

beforeAll(async () => {
  library = await Library.start();
  fleet = await Fleet.open(library);
  line = await fleet.camera('SN-line', { name: 'Line 1', tags: { site: 'seoul' } });
  door = await fleet.camera('SN-door', { name: 'Door', tags: { site: 'busan' } });
  for (const n of [1, 2, 3, 4])
    await line.send(await picture(n), {
      result: { at: minute(n), score: n / 10, label: 'dent', probabilities: {}, inputFile: `${n}.jpg` },
    });
  await door.send(await picture(5), { result: { at: minute(5), score: 0.2, probabilities: {} } });
});
afterAll(() => library.stop());

const start = (dataset: Dataset, source: object, dryRun = false): Promise<ImportJob> =>
  library.ok<ImportJob>('POST /imports', {
    json: { datasetId: dataset.id, source: { kind: 'devices', ...source }, dryRun },
  });
const items = async ({ id }: Dataset, count: number): Promise<readonly Item[]> =>
  library.eventually(async () => {
    const found = await library.ok<{ items: readonly Item[] }>(`GET /datasets/${id}/items?sort=score`);
    expect(found.items).toHaveLength(count);
    return found.items;
  });

test('frames that a filter chooses become items with what the model said; again they are known (S0-47)', async () => {
  const [camera] = cameras();
  const lids = await library.create({ name: 'Lids' });
  const filter = 'tag.site==seoul;deviceName==Line*';
  const source = { filter, from: minute(2), maxScore: 0.3 };
  const query = `q=${encodeURIComponent(filter)}&from=${minute(2)}&maxScore=0.3&datasetId=${lids.id}`;
  expect(await library.ok<FrameCount>(`GET /frames/count?${query}`)).toMatchObject({ count: 2, known: 0 });
  expect((await ended(library, await start(lids, source, true))).counts).toMatchObject({ added: 2 });
  const job = await ended(library, await start(lids, source));
  expect(job).toMatchObject({
    state: 'finished',
    progress: { done: 2, total: 2 },
    counts: { added: 2, known: 0, labelled: 0, refused: 0 },
  });
  const [item] = await items(lids, 2);
  expect(item).toMatchObject({
    digest: digestOf(await picture(2)),
    fileName: '2.jpg',
    source: {
      kind: 'device',
      deviceId: camera.device.id,
      journal: camera.device.journal,
      seq: 2,
      at: minute(2),
      importId: job.id,
    },
    prediction: { label: 'dent', score: 0.2, model: { name: 'digits' } },
    score: 0.2,
    state: 'unlabelled',
  });
  expect(await library.ok<FrameCount>(`GET /frames/count?${query}`)).toMatchObject({ count: 2, known: 2 });
  expect((await ended(library, await start(lids, source))).counts).toMatchObject({ added: 0, known: 2 });
});

test('without a filter all are taken, and one whose bytes are gone is told of', async () => {
  const [, other] = cameras();
  const all = await library.create({ name: 'All' });
  const lost = await picture(99);
  await other.send(lost, { result: { at: minute(9), score: 0.5, probabilities: {} } });
  const { blobs } = library.datasets.parts.base;
  const referenced = async (digests: readonly string[]): Promise<readonly string[]> =>
    digests.filter((digest) => digest !== digestOf(lost));
  for (const now of [Date.now(), Date.now() + 90_000_000])
    await blobs.sweep('datasets', { now: new Date(now), referenced });
  const job = await ended(library, await start(all, {}));
  expect(job.counts).toEqual({ added: 5, known: 0, labelled: 0, refused: 1 });
  expect(await reportOf(library, job)).toMatchObject({ 'picture.missing': { count: 1 } });
});

test('a filter that nobody can read is refused at once', async () => {
  const { id } = await library.create({ name: 'Nothing' });
  const source = { kind: 'devices', filter: 'colour==red' };
  expect(await library.call('POST /imports', { json: { datasetId: id, source } })).toMatchObject({
    status: 400,
    code: 'query.invalid',
  });
});
