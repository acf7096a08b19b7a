import { randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import {
  evaluationReport,
  jobSubject,
  type BlobReference,
  type TrainingJob,
} from '@tutti/contracts/training';
import { ensureTrainerConsumer } from '@tutti/nats-server';
import { startTestNats, type TestNats } from '@tutti/testing';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { bundled } from './testing/bundled';
import { loadConfig } from './config';
import { startTrainer, type RunningTrainer } from './start-trainer';
import { JobServer } from './testing/job-server';
import { sha256 } from './testing/sample-task';
import { tinyTrainer } from './testing/tiny-trainer';

/** On a busy machine it takes a while to fill a heap. */
vi.setConfig({ testTimeout: 120_000 });

let nats: TestNats;
let training: NatsConnection;
let program: string;
let root: string;
let server: JobServer;
const running: RunningTrainer[] = [];

beforeAll(async () => {
  nats = await startTestNats();
  training = await nats.connect('training');
  await ensureTrainerConsumer(await jetstreamManager(training), 'tiny');
  program = await bundled('tiny-worker.ts');
});
afterAll(() => nats.stop());
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'tutti-trainer-'));
  server = await JobServer.start();
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((trainer) => trainer.stop()));
  await (await jetstreamManager(training)).streams.purge('TRAIN_JOBS');
  await server.stop();
  await rm(root, { recursive: true, force: true });
});

const start = async (name = 'one'): Promise<RunningTrainer> => {
  const config = loadConfig({
    NATS_URL: nats.url,
    SERVICE_SETUP_DIR: nats.setup.dir,
    TUTTI_URL: server.url,
    TRAINER_DATA_DIR: join(root, 'data'),
    TRAINER_NAME: name,
    TRAINER_MEMORY_MB: '256',
  });
  const trainer = await startTrainer({
    config,
    steps: { tiny: tinyTrainer.steps },
    entry: pathToFileURL(program),
    logger: pino({ level: 'silent' }),
  });
  running.push(trainer);
  return trainer;
};

const publish = async (changes: Partial<TrainingJob> = {}): Promise<TrainingJob> => {
  const runId = randomUUID();
  const job: TrainingJob = {
    format: 'tutti-job/1',
    runId,
    streamId: randomUUID(),
    task: 'image-classification',
    trainer: 'tiny',
    ticket: server.ticket,
    expiresAt: new Date(Date.now() + 600_000).toISOString(),
    name: 'Lids',
    parameters: {},
    seed: 7,
    source: { kind: 'sample', name: 'sample' },
    current: null,
    ...changes,
  };
  await jetstream(training).publish(jobSubject('tiny', runId), JSON.stringify(job));
  return job;
};

const waiting = async (): Promise<number> =>
  (await (await jetstreamManager(training)).streams.info('TRAIN_JOBS')).state.messages;
const lies = async (runId: string): Promise<boolean> => {
  const { streams } = await jetstreamManager(training);
  const { state } = await streams.info('TRAIN_JOBS', { subjects_filter: jobSubject('tiny', runId) });
  return Object.keys(state.subjects ?? {}).length > 0;
};
const eventually = (holds: () => unknown) => expect.poll(holds, { timeout: 60_000, interval: 20 });

/** Of a file that was sent. */
const textOf = (reference: BlobReference | undefined): string =>
  String(server.files.get(reference?.digest ?? ''));

/** A frozen version of some pictures, as the datasets service gives it. */
const frozen = (datasetId: string, pictures: readonly string[]): void => {
  const of = `job-data/${datasetId}/versions/2`;
  const head = { format: 'tutti-dataset/1', datasetId, classes: [{ key: 'ok', id: 0, name: 'OK' }] };
  const lines = pictures.map((content) => ({
    ...{ digest: sha256(content), label: { classKey: 'ok' }, split: 'train', id: `item-${content}` },
    ...{ fileName: `${content}.jpg`, mediaType: 'image/jpeg', bytes: content.length, width: 4, height: 3 },
    ...{ orientation: 1, deviceId: null },
  }));
  const manifest = [head, ...lines].map((line) => `${JSON.stringify(line)}\n`).join('');
  server.content.set(`${of}/manifest`, Buffer.from(manifest));
  for (const content of pictures)
    server.content.set(`${of}/pictures/${sha256(content)}`, Buffer.from(content));
};

it('takes a job: claims it, reads its data, reports, sends files and the result, and acknowledges', async () => {
  const [first, second, modelId] = [randomUUID(), randomUUID(), randomUUID()];
  const many = Array.from({ length: 40 }, (_, index) => `picture ${index}`);
  frozen(first, many);
  // What both have comes with the word of each.
  frozen(second, ['picture 0', 'another']);
  const manifest = { digest: sha256('manifest'), bytes: 8 };
  const data = [first, second].map((datasetId) => ({ datasetId, version: 2, manifest }));
  const current = { modelId, artifact: { digest: sha256('old model'), bytes: 9 } };
  const job = await publish({ source: { kind: 'datasets', data }, current });
  server.content.set(`jobs/${job.runId}/current-model`, Buffer.from('old model'));
  await start('Bench 3');
  await eventually(() => server.results.length).toBe(1);
  await eventually(waiting).toBe(0);
  const [claim] = server.claims;
  expect(claim).toMatchObject({ worker: 'Bench 3 tutti-trainer/0.1.0', steps: ['look', 'learn', 'judge'] });
  const [result] = server.results;
  expect(textOf(result?.artifact)).toBe('model of 42 pictures, 9 bytes before');
  expect(result).toMatchObject({
    claimId: claim?.claimId,
    labels: [{ key: 'ok', name: 'OK' }],
    metrics: { items: 42, accuracy: 1 },
    items: { train: 42 },
    baseline: { metrics: { items: 42 } },
    seconds: { look: expect.any(Number) as number, judge: expect.any(Number) as number },
  });
  const { examples } = evaluationReport.parse(JSON.parse(textOf(result?.evaluation)));
  expect(examples).toMatchObject([{ itemId: 'item-picture 0', fileName: 'picture 0.jpg' }]);
  expect(textOf(examples[0]?.thumbnail)).toBe('small');
  const { reports } = server;
  expect(reports.map(({ seq }) => seq)).toEqual(reports.map((_, index) => index + 1));
  expect([...new Set(reports.map(({ step }) => step))]).toEqual(['look', 'learn', 'judge']);
  expect(reports.flatMap(({ lines }) => lines ?? [])).toEqual(['42 pictures', '0 known before']);
  expect(reports.flatMap(({ points }) => points ?? [])).toHaveLength(42);
  expect(server.calls.filter((call) => call.includes('/pictures/'))).toHaveLength(42);
  expect(server.picturesAtOnce).toBeLessThanOrEqual(8);
});

it('what was computed before is known in the next job, also of another process', async () => {
  await publish();
  const one = await start();
  await eventually(() => server.results.length).toBe(1);
  await one.stop();
  await start('two');
  await publish();
  await eventually(() => server.results.length).toBe(2);
  expect(server.reports.flatMap(({ lines }) => lines ?? [])).toContain('1 known before');
});

it.each([
  ['refuse', 'training.one-class', 'There is one class alone.'],
  ['fail', 'training.failed', 'Error: It fell over.'],
  ['fill-memory', 'trainer.crashed', expect.stringContaining('memory') as string],
])(
  'a training that ends by %s is a failure of the run, and the next job is taken',
  async (behaviour, code, message) => {
    await publish({ parameters: { behaviour } });
    await start();
    await eventually(() => server.failures).toMatchObject([{ code, message }]);
    expect(server.failures[0]?.claimId).toBe(server.claims[0]?.claimId);
    await publish();
    await eventually(() => server.results.length).toBe(1);
    await eventually(waiting).toBe(0);
  },
);

it('a picture that is gone, or data that it does not have, is a failure with a code', async () => {
  const datasetId = randomUUID();
  frozen(datasetId, ['here', 'gone']);
  server.content.delete(`job-data/${datasetId}/versions/2/pictures/${sha256('gone')}`);
  const manifest = { digest: sha256('manifest'), bytes: 8 };
  await publish({ source: { kind: 'datasets', data: [{ datasetId, version: 2, manifest }] } });
  await publish({ source: { kind: 'sample', name: 'unknown' } });
  await start();
  await eventually(() => server.failures.map(({ code }) => code).sort()).toEqual([
    'item.picture-gone',
    'training.no-such-sample',
  ]);
});

it('told to stop, it stops, and the job is forgotten once the run is over', async () => {
  await publish({ parameters: { behaviour: 'endless' } });
  await start();
  await eventually(() => server.reports.length).toBeGreaterThan(1);
  server.claimAnswers = [{ verdict: 'over', attempt: 1 }];
  server.reportAnswer = { stop: true, reason: 'cancelled' };
  await eventually(waiting).toBe(0);
  expect([server.claims.length, server.results.length, server.failures.length]).toEqual([2, 0, 0]);
});

it('told to end, it gives its job back at once, and another trainer takes it', async () => {
  await publish({ parameters: { behaviour: 'endless' } });
  const one = await start('one');
  await eventually(() => server.reports.length).toBeGreaterThan(0);
  await start('two');
  await one.stop();
  await eventually(() => server.claims.map(({ worker }) => worker.split(' ')[0])).toEqual(['one', 'two']);
  expect(server.claims[0]?.claimId).not.toBe(server.claims[1]?.claimId);
  expect(server.releases).toEqual([{ claimId: server.claims[0]?.claimId }]);
  const order = server.calls.map((call) => call.split('/').at(-1)).filter((what) => what !== 'reports');
  expect(order).toEqual(['claim', 'release', 'claim']);
});

it('two trainers of a kind work side by side', async () => {
  await Promise.all([start('one'), start('two')]);
  await publish({ parameters: { behaviour: 'endless' } });
  await publish({ parameters: { behaviour: 'endless' } });
  await eventually(() => server.claims.map(({ worker }) => worker.split(' ')[0]).sort()).toEqual([
    'one',
    'two',
  ]);
});

it('while the service is away it tries again, and loses nothing', async () => {
  server.away = 4;
  await publish();
  await start();
  await eventually(() => server.results.length).toBe(1);
  expect(server.calls.filter((call) => call.endsWith('/claim'))).toHaveLength(5);
});

it('a job whose ticket does not hold stays for others until it has expired', async () => {
  server.refusals.set('claim', [401, 'job.ticket-invalid']);
  const { runId } = await publish();
  const expired = await publish({ expiresAt: new Date(Date.now() - 1000).toISOString() });
  await start();
  await eventually(waiting).toBe(1);
  server.refusals.clear();
  await publish();
  await eventually(() => server.results.length).toBe(1);
  expect(await lies(runId)).toBe(true);
  expect(await lies(expired.runId)).toBe(false);
});

it('a job that another has is asked for again', async () => {
  server.claimAnswers = [{ verdict: 'taken', attempt: 1 }];
  await publish();
  await start();
  await eventually(() => server.results.length).toBe(1);
  expect(server.claims).toHaveLength(2);
});

it('a report that is refused ends the training: it is a failure of the run, and not another try', async () => {
  server.refusals.set('reports', [413, 'request.too-large']);
  await publish({ parameters: { behaviour: 'endless' } });
  await start();
  await eventually(() => server.failures).toMatchObject([
    { code: 'request.too-large', message: expect.stringContaining('A report was refused.') as string },
  ]);
  await eventually(waiting).toBe(0);
  expect(server.claims).toHaveLength(1);
});

it('a result that cannot be taken is a failure of the run; one that comes too late is dropped', async () => {
  server.refusals.set('result', [422, 'run.result-invalid']);
  await publish();
  await start();
  await eventually(() => server.failures.map(({ code }) => code)).toEqual(['run.result-invalid']);
  server.refusals.set('result', [409, 'run.ended']);
  await publish();
  await eventually(waiting).toBe(0);
  expect([server.results.length, server.failures.length]).toEqual([0, 1]);
});
