import type { Model, EvaluationReport, RunEvent } from '@tutti/contracts/training';
import { modelIdOfRun } from '../src/model/model-id';
import { blobNamespace } from '../src/model/model-files';
import { evaluation, model } from '../src/model/model.fixture';
import { expect } from 'vitest';
import type { School } from './training.fixture';

export const stream = '0191e5a0-0000-7000-8000-00000000000a';
export const dataset = '0191e5a0-0000-7000-8000-0000000000d1';
export const runId = (n: number): string => `0191e5a0-0000-7000-8000-0000000001${String(n).padStart(2, '0')}`;

export interface Success {
  readonly version?: number;
  readonly streamId?: string;
  readonly passes?: boolean;
  readonly dataVersion?: number;
  /** A model that was judged beside it. */
  readonly baseline?: string;
}

export const put = async (school: School, content: string | Uint8Array) => {
  const bytes = Buffer.from(content);
  const { blobs } = school.training.parts.base;
  const { sha256: digest } = await blobs.put(blobNamespace, bytes, { maxBytes: bytes.length });
  return { digest, bytes: bytes.length };
};

export const artifactOf = (n: number): string => `the bytes of model ${n}`;
export const pictureOf = (n: number | string): string => `a thumbnail of ${n}`;

const reportOf = async (school: School, n: number | string): Promise<EvaluationReport> => ({
  format: 'tutti-evaluation/1',
  task: 'image-classification',
  part: 'test',
  metrics: evaluation.metrics,
  classes: [{ key: 'ok', name: 'OK', support: 20, precision: 1, recall: 0.9, f1: 0.95 }],
  confusion: [[20]],
  calibration: [],
  examples: [
    {
      itemId: null,
      datasetId: dataset,
      digest: 'c'.repeat(64),
      fileName: `${n}.jpg`,
      thumbnail: await put(school, pictureOf(n)),
      loss: 2,
      truth: { key: 'ok' },
      predicted: { key: 'ok', score: 0.1 },
    },
  ],
});

const report = async (school: School, n: number | string) =>
  put(school, JSON.stringify(await reportOf(school, n)));

const eventsOf = async (school: School, n: number, success: Success): Promise<readonly RunEvent[]> => {
  const { version = 1, streamId = stream, passes = true, dataVersion = 1, baseline } = success;
  const { name, labels, signature } = model;
  const solution = { key: 'image-classification', version };
  const task = 'image-classification' as const;
  const claimId = runId(99);
  const { metrics, variants, gate } = evaluation;
  const data = [{ datasetId: dataset, version: dataVersion }];
  const asked: Extract<RunEvent, { type: 'RunRequested' }>['data'] = {
    ...{ streamId, name, solution, task, parameters: {}, labelsSeen: {} },
    gate: { metric: 'accuracy' },
    trainer: 'image-classifier',
    source: { kind: 'datasets', data },
    key: streamId,
    duplicatePolicy: 'reject',
    cause: { kind: 'person' },
    randomSeed: 7,
    maxMinutes: 60,
  };
  return [
    { type: 'RunRequested', data: asked },
    { type: 'RunStarted', data: { attempt: 1, claimId, worker: 'here', steps: ['train'] } },
    {
      type: 'RunSucceeded',
      data: {
        ...{ streamId, name, solution, task, signature, labels, metrics, variants, data },
        attempt: 1,
        artifact: await put(school, artifactOf(n)),
        evaluation: await report(school, n),
        ...(baseline === undefined
          ? {}
          : { baseline: { modelId: baseline, metrics, evaluation: await report(school, `${n} before`) } }),
        gate: { ...gate, passes },
        items: { train: 60, validation: 20, test: 20 },
        seconds: { train: 3 },
      },
    },
  ];
};

/** A run as its events tell it, and the model that it leaves. */
export const succeed = async (school: School, n: number, success: Success = {}): Promise<Model> => {
  const events = await eventsOf(school, n, success);
  const decider = {
    context: 'training',
    aggregate: 'run',
    stateVersion: 1,
    initialState: null,
    decide: () => events,
    evolve: () => null,
  };
  const options = { metadata: { authId: 'user:manager-1' } };
  await school.training.parts.base.aggregates.handle(decider, runId(n), null, options);
  return school.eventually(() => school.ok<Model>(`GET /models/${modelIdOfRun(runId(n))}`));
};

/** Signing comes after registering. */
export const signed = (school: School, { id }: Model): Promise<Model> =>
  school.eventually(async () => {
    const found = await school.ok<Model>(`GET /models/${id}`);
    expect(found.signed).not.toBeNull();
    return found;
  });
