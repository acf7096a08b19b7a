import { randomUUID } from 'node:crypto';
import type { Dataset, DatasetEvent, DatasetVersion } from '@tutti/contracts/datasets';
import type { RunEvent, RunSource } from '@tutti/contracts/training';
import { Aggregates, JetStreamEventLog, KvSnapshotStore } from '@tutti/event-store';
import { systemClock, type Decider } from '@tutti/kernel';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Library } from './datasets.fixture';

/** Another context's aggregate: it says whatever it is told to say. */
const foreignRun: Decider<null, readonly RunEvent[], RunEvent> = {
  context: 'training',
  aggregate: 'run',
  stateVersion: 1,
  initialState: null,
  decide: (events) => events,
  evolve: (state) => state,
};

let library: Library;
let training: Aggregates;
beforeAll(async () => {
  library = await Library.start();
  const connection = await library.nats.connect('training');
  const snapshots = await KvSnapshotStore.open(connection);
  training = new Aggregates(await JetStreamEventLog.open(connection), snapshots, { clock: systemClock });
});
afterAll(() => library.stop());

const request = async (data: Extract<RunSource, { kind: 'datasets' }>['data']): Promise<string> => {
  const runId = randomUUID();
  const requested: RunEvent = {
    type: 'RunRequested',
    data: {
      streamId: randomUUID(),
      name: 'Lids',
      task: 'image-classification',
      solution: { key: 'classifier', version: 1 },
      trainer: 'classifier',
      parameters: {},
      gate: { metric: 'accuracy' },
      source: { kind: 'datasets', data },
      key: 'lids',
      duplicatePolicy: 'reject',
      cause: { kind: 'person' },
      labelsSeen: {},
      randomSeed: 1,
      maxMinutes: 60,
    },
  };
  await training.handle(foreignRun, runId, [requested]);
  return runId;
};

type Answer = Extract<DatasetEvent, { type: 'DatasetVersionProvided' | 'DatasetVersionRefused' }>;

/** What the log has to say to a run about a dataset. */
const answersTo = async (runId: string, datasetId: string): Promise<readonly Answer[]> => {
  const { log } = library.datasets.parts.base;
  const commits = await log.load(`evt.datasets.dataset.${datasetId}`, 0);
  return commits
    .flatMap(({ events }) => events.map(({ event }) => event as DatasetEvent))
    .filter(
      (event): event is Answer =>
        (event.type === 'DatasetVersionProvided' || event.type === 'DatasetVersionRefused') &&
        event.data.runId === runId,
    );
};

const answerTo = (runId: string, datasetId: string): Promise<Answer> =>
  library.eventually(async () => {
    const [answer, ...more] = await answersTo(runId, datasetId);
    expect(more).toEqual([]);
    if (!answer) throw new Error('There is no answer yet.');
    return answer;
  });

const rules = {
  task: 'image-classification',
  schemaVersion: 1,
  classes: [{ key: 'ok', name: 'OK', retired: false }],
} as const;
const statement = { label: { classKey: 'ok' }, by: 'person', rules } as const;

const dataset = async (name: string, items: number): Promise<Dataset> => {
  const made = await library.create({ name });
  for (let index = 0; index < items; index++) await library.item(made.id, `${name}-${index}`, { statement });
  return made;
};
const version = (id: string, number: number) =>
  library.ok<DatasetVersion>(`GET /datasets/${id}/versions/${number}`);

test('given a run without a version, when it is requested, then what is labelled is frozen for it', async () => {
  const { id } = await dataset('Frozen', 4);
  const runId = await request([{ datasetId: id }]);
  const answer = await answerTo(runId, id);
  const { digest, manifest, note } = await version(id, 1);
  expect(answer).toEqual({
    type: 'DatasetVersionProvided',
    data: { runId, version: 1, digest, manifest, items: 4 },
  });
  expect(note).toBe('For a run');
});

test('the same content again is the version that there is; a version that was named is looked up', async () => {
  const { id } = await dataset('Again', 3);
  const other = await dataset('Other', 2);
  await library.ok(`POST /datasets/${id}/versions`, { json: {} });
  const [asItIs, named] = [
    await request([{ datasetId: id }, { datasetId: other.id }]),
    await request([{ datasetId: id, version: 1 }]),
  ];
  for (const runId of [asItIs, named])
    expect(await answerTo(runId, id)).toMatchObject({ data: { version: 1, items: 3 } });
  expect(await answerTo(asItIs, other.id)).toMatchObject({ data: { version: 1, items: 2 } });
});

test('the answer to a run does not make what people have on their screens stale', async () => {
  const { id } = await dataset('Screens', 2);
  await answerTo(await request([{ datasetId: id }]), id);
  const changed = await library.change(`PATCH /datasets/${id}`, `/datasets/${id}`, { json: { name: 'New' } });
  expect(changed.status).toBe(200);
});

test('a dataset that cannot be frozen is refused, with a code', async () => {
  const empty = await dataset('Empty', 0);
  const archived = await dataset('Archived', 2);
  await library.ok(`POST /datasets/${archived.id}/versions`, { json: {} });
  await library.change(`POST /datasets/${archived.id}/archive`, `/datasets/${archived.id}`, { json: {} });
  const unknown = randomUUID();
  const cases: readonly [string, number | undefined, string][] = [
    [empty.id, undefined, 'dataset-version.nothing-labelled'],
    [empty.id, 1, 'dataset-version.not-found'],
    [archived.id, undefined, 'dataset.archived'],
    [archived.id, 2, 'dataset-version.not-found'],
    [unknown, undefined, 'dataset.not-found'],
    [unknown, 7, 'dataset.not-found'],
  ];
  for (const [datasetId, number, code] of cases) {
    const runId = await request([{ datasetId, ...(number === undefined ? {} : { version: number }) }]);
    expect(await answerTo(runId, datasetId)).toMatchObject({
      type: 'DatasetVersionRefused',
      data: { code, message: expect.stringMatching(/\w/) as string },
    });
  }
  const runId = await request([{ datasetId: archived.id, version: 1 }]);
  expect(await answerTo(runId, archived.id)).toMatchObject({ data: { version: 1, items: 2 } });
});

test('given the service was away, when it comes back, then it answers what was asked meanwhile, once', async () => {
  const { id } = await dataset('Away', 2);
  const before = await request([{ datasetId: id }]);
  await library.close();
  const meanwhile = await request([{ datasetId: id }]);
  await library.open();
  for (const runId of [before, meanwhile]) expect((await answerTo(runId, id)).data.runId).toBe(runId);
  await library.close();
  await library.open();
  for (const runId of [before, meanwhile]) expect(await answersTo(runId, id)).toHaveLength(1);
});
