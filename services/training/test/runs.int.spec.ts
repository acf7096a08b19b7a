import { createHash } from 'node:crypto';
import type { Run, RunCurves, RunLog, Stream } from '@tutti/contracts/training';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { JobResults } from '../src/job/job-results';
import { ScriptedTrainer, evaluationOf } from './scripted-trainer.fixture';
import { School } from './training.fixture';

const uuidOf = (n: number): string => `0191e5a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const claim = (n: number): string => uuidOf(800 + n);
const minutes = 60_000;

let school: School;
let ahead = 0;
beforeAll(async () => {
  school = await School.start({ clock: { now: () => new Date(Date.now() + ahead) } });
  await school.tell(
    'datasets',
    { aggregate: 'dataset', id: datasetId },
    {
      type: 'DatasetCreated',
      data: {
        name: 'Set',
        task: 'image-classification',
        labelSchemaId: uuidOf(900),
        tags: {},
        minimumPerClass: 10,
      },
    },
  );
});
afterAll(() => school.stop());

const datasetId = uuidOf(1);
const digest = (of: string): string => of.repeat(64);
let streams = 0;
const stream = (more: Record<string, unknown> = {}) =>
  school.ok<Stream>('POST /streams', {
    json: {
      name: `Stream ${streams++}`,
      solution: { key: 'image-classification' },
      datasets: [datasetId],
      ...more,
    },
  });
const ask = (streamId: string, more: Record<string, unknown> = {}) =>
  school.ok<Run>('POST /runs', { json: { streamId, ...more } });
const show = (id: string) => school.ok<Run>(`GET /runs/${id}`);
const becomes = (id: string, expected: Partial<Run>) =>
  school.eventually(async () => {
    const run = await show(id);
    expect(run).toMatchObject(expected);
    return run;
  });

const provide = (runId: string, version = 1) =>
  school.tell(
    'datasets',
    { aggregate: 'dataset', id: datasetId },
    {
      type: 'DatasetVersionProvided',
      data: { runId, version, digest: digest('a'), manifest: { digest: digest('b'), bytes: 9 }, items: 60 },
    },
  );

/** A run whose job a trainer has taken. */
const underWay = async (n: number, more: Record<string, unknown> = {}) => {
  const run = await ask((await stream()).id, more);
  await provide(run.id);
  const trainer = await ScriptedTrainer.take(school, claim(n));
  expect(trainer.runId).toBe(run.id);
  expect(await trainer.claim()).toEqual({ verdict: 'go', attempt: 1 });
  return trainer;
};

describe('a run (S0-53)', () => {
  test('waits for its data, then for a trainer, learns and leaves a model', async () => {
    const { id: streamId, name } = await stream();
    const asked = await ask(streamId, { seed: 7 });
    expect(asked).toMatchObject({
      state: 'waiting',
      waitingFor: 'data',
      streamName: name,
      seed: 7,
      key: streamId,
      requestedBy: 'user:manager-1',
      cause: { kind: 'person' },
    });
    await provide(asked.id, 3);
    await provide(asked.id, 3);
    await becomes(asked.id, { state: 'queued', waitingFor: 'trainer' });

    const trainer = await ScriptedTrainer.take(school, claim(1));
    expect(trainer.job).toMatchObject({
      runId: asked.id,
      task: 'image-classification',
      name,
      seed: 7,
      source: {
        kind: 'datasets',
        data: [{ datasetId, version: 3, manifest: { digest: digest('b'), bytes: 9 } }],
      },
      current: null,
    });
    expect(await trainer.claim()).toEqual({ verdict: 'go', attempt: 1 });
    expect(await trainer.claim()).toEqual({ verdict: 'go', attempt: 1 });
    const points = [1, 2, 3].map((step) => ({ series: 'loss', step, value: 1 / step }));
    await trainer.report(1, 'load', { progress: 0.5, lines: ['one', 'two'] });
    await trainer.report(2, 'train', { progress: 0.25, message: 'epoch 1', points, lines: ['three'] });
    await trainer.report(2, 'train', { progress: 0.9, points, lines: ['three'] });
    const running = await becomes(asked.id, { state: 'running', worker: 'spec', attempt: 1 });
    expect(running.steps).toMatchObject([
      { name: 'load', state: 'finished' },
      { name: 'train', state: 'running', progress: 0.25, message: 'epoch 1' },
      { name: 'judge', state: 'waiting' },
    ]);
    expect(await school.ok<RunCurves>(`GET /runs/${asked.id}/curves`)).toEqual({
      series: [
        {
          name: 'loss',
          points: [
            [1, 1],
            [2, 0.5],
            [3, 1 / 3],
          ],
        },
      ],
    });
    const log = await school.ok<RunLog>(`GET /runs/${asked.id}/log`);
    expect([log.lines.map(({ text }) => text), log.nextSeq]).toEqual([['one', 'two', 'three'], 3]);
    const rest = await school.ok<RunLog>(`GET /runs/${asked.id}/log?after=2`);
    expect(rest.lines.map(({ seq, text }) => [seq, text])).toEqual([[3, 'three']]);

    const result = await trainer.made();
    expect(await trainer.result(result)).toMatchObject({ status: 204 });
    expect(await trainer.result(result)).toMatchObject({ status: 204 });
    const done = await becomes(asked.id, { state: 'succeeded', metrics: { items: 60, accuracy: 0.9 } });
    expect(done.gate).toMatchObject({ passes: true, reasons: [{ code: 'no-baseline' }] });
    expect(done.steps.map(({ state, seconds }) => [state, seconds])).toEqual([
      ['finished', 1],
      ['finished', 2],
      ['finished', 3],
    ]);
    await school.eventually(async () =>
      expect(await school.ok(`GET /models/${done.modelId}`)).toMatchObject({
        modelVersion: 'v1.0',
        streamId,
      }),
    );
    expect(await trainer.report(3, 'judge')).toMatchObject({ stop: true });
    expect(await trainer.claim()).toMatchObject({ verdict: 'over' });
  });

  test('is compared with the model that stands, on the same pictures', async () => {
    const { id: streamId } = await stream();
    const first = await ask(streamId, { source: { kind: 'sample', name: 'digits' } });
    const one = await ScriptedTrainer.take(school, claim(1));
    await one.claim();
    const made = await one.made({ accuracy: 0.9 });
    await one.result(made);
    const { modelId } = await becomes(first.id, { state: 'succeeded' });
    await school.eventually(() => school.ok(`GET /models/${modelId}`));
    await ask(streamId, { source: { kind: 'sample', name: 'digits' } });
    const two = await ScriptedTrainer.take(school, claim(2));
    expect(two.job.current).toEqual({ modelId, artifact: made.artifact });
    const artifact = await two.send<Uint8Array>('GET current-model');
    expect(artifact.body.length).toBe(made.artifact.bytes);
    await two.claim();
    const compared = await two.made({ accuracy: 0.8, against: 0.9 });
    const baseline = compared.baseline && {
      ...compared.baseline,
      evaluation: { ...compared.baseline.evaluation, bytes: 1 },
    };
    expect(await two.result({ ...compared, baseline })).toMatchObject({ code: 'run.result-invalid' });
    expect(await two.result(compared)).toMatchObject({ status: 204 });
    const run = await becomes(two.runId, { state: 'succeeded', baseline: { items: 60, accuracy: 0.9 } });
    expect(run.gate?.passes).toBe(false);
    expect(run.gate?.reasons.find(({ code }) => code === 'gain')).toMatchObject({ passes: false });
  });

  test('needs something to learn from', async () => {
    const { id: streamId } = await stream({ datasets: [] });
    const refusedBy = async (json: Record<string, unknown>) =>
      (await school.call('POST /runs', { json: { streamId, ...json } })).code;
    expect(await refusedBy({})).toBe('run.nothing-to-train');
    expect(await refusedBy({ source: { kind: 'sample', name: 'cats' } })).toBe('run.nothing-to-train');
    expect(await refusedBy({ streamId: uuidOf(77) })).toBe('stream.not-found');
    const sample = { kind: 'sample', name: 'digits' };
    expect(await refusedBy({ source: sample, parameters: { inputSize: 'large' } })).toBe(
      'stream.parameters-unfit',
    );
    expect((await school.call(`GET /runs/${uuidOf(77)}`)).code).toBe('run.not-found');
    const run = await ask((await stream()).id);
    await school.tell(
      'datasets',
      { aggregate: 'dataset', id: datasetId },
      {
        type: 'DatasetVersionRefused',
        data: { runId: run.id, code: 'dataset-version.nothing-labelled', message: 'Label some first.' },
      },
    );
    await becomes(run.id, {
      state: 'failed',
      failure: { code: 'dataset-version.nothing-labelled', message: 'Label some first.', step: null },
    });
  });

  test('is asked for once by one key of a request', async () => {
    const { id: streamId } = await stream();
    const call = { json: { streamId }, headers: { 'idempotency-key': 'once' } };
    const [one, two] = await Promise.all([
      school.call<Run>('POST /runs', call),
      school.call<Run>('POST /runs', call),
    ]);
    expect([one.status, two.status]).toEqual([201, 201]);
    expect(one.body.id).toBe(two.body.id);
    await school.ok(`POST /runs/${one.body.id}/cancel`, { json: {} });
  });
});

test('a trainer of a kind that a solution has just brought may wait before there is a job', async () => {
  const manifest = {
    ...{ name: 'Own', description: '', task: 'image-classification', dataType: 'image', trainer: 'own' },
    ...{ parameters: { type: 'object' }, labelling: true, sample: null, gate: { metric: 'accuracy' } },
  };
  await school.ok('POST /solutions', { json: { key: 'own', manifest } });
  expect(await ScriptedTrainer.next(school, claim(1), 'own')).toBeUndefined();
});

describe('runs with one key', () => {
  const cancelAll = (runs: readonly Run[]) =>
    Promise.all(runs.map(({ id }) => school.call(`POST /runs/${id}/cancel`, { json: {} })));

  test('reject: of many who ask at the same time one gets it, and the next when it has ended', async () => {
    const { id: streamId } = await stream();
    const all = await Promise.all(
      Array.from({ length: 6 }, () => school.call<Run>('POST /runs', { json: { streamId } })),
    );
    const [winner, ...others] = all.filter(({ status }) => status === 201);
    expect(others).toEqual([]);
    const refused = all.filter(({ code }) => code === 'run.duplicate');
    expect(refused).toHaveLength(5);
    const id = winner?.body.id ?? '';
    await school.ok(`POST /runs/${id}/cancel`, { json: { reason: 'Next' } });
    const next = await ask(streamId);
    await cancelAll([next]);
  });

  test('replace: the earlier is cancelled', async () => {
    const { id: streamId } = await stream();
    const first = await ask(streamId);
    const second = await ask(streamId, { duplicatePolicy: 'replace' });
    await becomes(first.id, { state: 'cancelled' });
    await becomes(second.id, { state: 'waiting' });
    expect((await school.call('POST /runs', { json: { streamId } })).code).toBe('run.duplicate');
    await cancelAll([second]);
  });

  test('queue: each has its turn, also when one in the middle goes', async () => {
    const { id: streamId } = await stream();
    const sample = { source: { kind: 'sample', name: 'digits' }, duplicatePolicy: 'queue' };
    const [one, two, three] = [
      await ask(streamId, sample),
      await ask(streamId, sample),
      await ask(streamId, sample),
    ];
    await becomes(one.id, { state: 'queued' });
    expect(await school.ok(`GET /runs/${one.id}`)).toMatchObject({ waitingFor: 'trainer' });
    await becomes(three.id, { state: 'waiting', waitingFor: 'earlier-run' });
    await cancelAll([two]);
    await becomes(three.id, { state: 'waiting' });
    await cancelAll([one]);
    await becomes(three.id, { state: 'queued' });
    await cancelAll([three]);
  });
});

describe('cancelled', () => {
  test('a run that waits is over at once, and its job leaves the queue', async () => {
    const run = await ask((await stream()).id);
    await provide(run.id);
    await becomes(run.id, { state: 'queued' });
    await school.ok(`POST /runs/${run.id}/cancel`, { json: {} });
    await school.eventually(async () => {
      const { state } = await (
        await school.jobs()
      ).info('TRAIN_JOBS', { subjects_filter: `train.*.${run.id}` });
      expect(state.subjects ?? {}).toEqual({});
    });
    expect((await school.call(`POST /runs/${run.id}/cancel`, { json: {} })).status).toBe(200);
  });

  test('a trainer hears of it with its next report, and has nothing more to say', async () => {
    const trainer = await underWay(1);
    const made = await trainer.made();
    await school.ok(`POST /runs/${trainer.runId}/cancel`, { json: { reason: 'Wrong data' } });
    expect(await trainer.report(1, 'load')).toEqual({ stop: true, reason: 'The run was cancelled.' });
    expect(await trainer.result(made)).toMatchObject({ status: 409, code: 'run.ended' });
    expect(await trainer.fail()).toMatchObject({ status: 409, code: 'run.ended' });
    expect(await trainer.send('PUT files', Buffer.from('more'))).toMatchObject({ code: 'run.ended' });
    const { steps } = await becomes(trainer.runId, { state: 'cancelled', modelId: null });
    expect(steps.map(({ state }) => state)).toEqual(['cancelled', 'cancelled', 'cancelled']);
  });
});

describe('a trainer that dies', () => {
  test('is followed by another; what it says later is not heard', async () => {
    const first = await underWay(1);
    const second = first.as(claim(2));
    await first.report(1, 'train', { points: [{ series: 'loss', step: 1, value: 9 }] });
    expect(await second.claim()).toEqual({ verdict: 'taken', attempt: 1 });
    ahead += 30_000;
    expect(await second.claim()).toEqual({ verdict: 'go', attempt: 2 });
    expect(await first.report(2, 'train')).toMatchObject({ stop: true });
    expect(await first.result({ ...(await second.made()), claimId: first.claimId })).toMatchObject({
      code: 'run.not-claimed',
    });
    expect(await school.ok(`GET /runs/${first.runId}/curves`)).toEqual({ series: [] });
    await becomes(first.runId, { state: 'running', attempt: 2 });
    expect(await second.fail()).toMatchObject({ status: 204 });
    expect(await second.fail()).toMatchObject({ status: 204 });
    const failed = await becomes(first.runId, {
      state: 'failed',
      failure: { code: 'training.one-class', message: 'There is one class. Label another.', step: 'train' },
    });
    expect(failed.steps.map(({ state }) => state)).toEqual(['cancelled', 'failed', 'cancelled']);
  });

  test('is no trainer that gives back what it has: the next begins at once, as often as that happens', async () => {
    const trainer = await underWay(1);
    for (const n of [1, 2, 3, 4]) {
      const current = trainer.as(claim(n));
      expect(await current.release()).toMatchObject({ status: 204 });
      if (n === 1) await becomes(trainer.runId, { state: 'queued', attempt: 1 });
      expect(await current.release()).toMatchObject({ status: 204 });
      expect(await trainer.as(claim(n + 1)).claim()).toEqual({ verdict: 'go', attempt: n + 1 });
      expect(await current.report(1, 'train')).toMatchObject({ stop: true });
    }
    await becomes(trainer.runId, { state: 'running', attempt: 5 });
  });

  test('three times: it is the run', async () => {
    const trainer = await underWay(1);
    for (const n of [2, 3]) {
      ahead += 30_000;
      expect(await trainer.as(claim(n)).claim()).toEqual({ verdict: 'go', attempt: n });
    }
    ahead += 30_000;
    expect(await trainer.as(claim(4)).claim()).toMatchObject({ verdict: 'over' });
    const { failure } = await becomes(trainer.runId, { state: 'failed' });
    expect(failure?.code).toBe('trainer.lost');
  });

  test('a run on sample data or none has a deadline at every stage', async () => {
    const waiting = await ask((await stream()).id);
    const trainer = await underWay(1);
    ahead += 10 * minutes;
    const { failure } = await becomes(waiting.id, { state: 'failed' });
    expect(failure?.code).toBe('data.late');
    await trainer.report(1, 'load');
    ahead += 360 * minutes;
    expect((await becomes(trainer.runId, { state: 'failed' })).failure?.code).toBe('run.too-long');
  });
});

describe('a result', () => {
  test('is taken when everything that it names is there and is what it says', async () => {
    const trainer = await underWay(1);
    const made = await trainer.made();
    const refusal = async (changes: Record<string, unknown>) =>
      (await trainer.result({ ...made, ...changes })).code;
    const absent = { digest: digest('9'), bytes: 3 };
    expect(await refusal({ artifact: absent })).toBe('run.file-missing');
    expect(await refusal({ evaluation: absent })).toBe('run.file-missing');
    expect(await refusal({ artifact: { ...made.artifact, bytes: 1 } })).toBe('run.result-invalid');
    expect(await refusal({ labels: made.labels.slice(1) })).toBe('run.result-invalid');
    expect(await refusal({ metrics: { items: 60, accuracy: 1 } })).toBe('run.result-invalid');
    expect(await refusal({ evaluation: made.artifact })).toBe('run.result-invalid');
    expect(await refusal({ artifact: made.evaluation })).toBe('run.result-invalid');
    expect(await refusal({ baseline: { metrics: made.metrics, evaluation: made.evaluation } })).toBe(
      'run.result-invalid',
    );
    const unseen = Buffer.from(JSON.stringify(evaluationOf(0.9, Buffer.from('never sent'))));
    expect(await refusal({ evaluation: await trainer.put(unseen) })).toBe('run.file-missing');
    expect(await trainer.result(made)).toMatchObject({ status: 204 });
  });

  test('while it is looked at, its trainer counts as heard of', async () => {
    const trainer = await underWay(1);
    await trainer.report(1, 'judge');
    const made = await trainer.made();
    ahead += 30_000;
    expect(await trainer.result({ ...made, labels: made.labels.slice(1) })).toMatchObject({ status: 422 });
    expect(await trainer.as(claim(2)).claim()).toEqual({ verdict: 'taken', attempt: 1 });
    expect(await trainer.result(made)).toMatchObject({ status: 204 });
  });

  test('that comes too late takes nothing from the trainer that has the run now', async () => {
    const first = await underWay(1);
    const second = first.as(claim(2));
    const made = await first.made();
    const { doors } = school.training.parts;
    const results = new JobResults({
      ...doors,
      ...{ clock: doors.clock, commands: doors.runs.commands, records: doors.runs.records },
      files: doors.jobs.files,
      inspector: {
        inspect: async (sha256) => {
          ahead += 30_000;
          expect(await second.claim()).toEqual({ verdict: 'go', attempt: 2 });
          await second.put(Buffer.from('of the second'));
          return doors.inspector.inspect(sha256);
        },
      },
    });
    const metadata = { authId: 'trainer:spec' };
    await expect(results.take(first.runId, made, { metadata })).rejects.toMatchObject({
      code: 'run.not-claimed',
    });
    const digests = [createHash('sha256').update('of the second').digest('hex')];
    expect([...(await doors.jobs.files.sent(first.runId, digests)).keys()]).toEqual(digests);
    expect(await second.result({ ...made, claimId: second.claimId })).toMatchObject({ status: 204 });
  });

  test('is taken from the ticket of its own run alone', async () => {
    const trainer = await underWay(1);
    const other = { runId: uuidOf(5) };
    const body = { claimId: trainer.claimId, worker: 'spec', steps: ['load'] };
    expect(await trainer.send('POST claim', body, other)).toMatchObject({ code: 'job.ticket-invalid' });
    expect(await trainer.send('POST claim', body, { ticket: await school.token('admin') })).toMatchObject({
      status: 401,
    });
    expect(await trainer.fail()).toMatchObject({ status: 204 });
  });
});

test('the service may be killed between any two steps', async () => {
  const again = async () => {
    await school.close();
    await school.open();
  };
  const run = await ask((await stream()).id);
  await again();
  await provide(run.id);
  await again();
  await becomes(run.id, { state: 'queued' });
  await again();
  const trainer = await ScriptedTrainer.take(school, claim(1));
  await trainer.claim();
  await again();
  expect(await trainer.claim()).toEqual({ verdict: 'go', attempt: 1 });
  await trainer.report(1, 'train', { lines: ['one'] });
  await again();
  await trainer.report(1, 'train', { lines: ['one'] });
  const made = await trainer.made();
  await again();
  expect(await trainer.result(made)).toMatchObject({ status: 204 });
  await again();
  const { lines } = await school.ok<RunLog>(`GET /runs/${run.id}/log`);
  expect(lines).toHaveLength(1);
  await becomes(run.id, { state: 'succeeded' });
});
