import type { DatasetEvent } from '@tutti/contracts/datasets';
import type { RunEvent } from '@tutti/contracts/training';
import type { RunCommand } from './run.decider';
import type { OutcomeFacts } from './run-end.decider';
import type { FrozenData, RunRequest } from './run.state';

const id = (n: number): string => `0191e5a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
export const runId = id(1);
export const streamId = id(2);
export const datasets = [id(3), id(4)] as const;
export const claims = [id(11), id(12), id(13), id(14)] as const;
const digest = (of: string): string => of.repeat(64);
const blob = (of: string) => ({ digest: digest(of), bytes: 100 });

export const asked: RunRequest = {
  streamId,
  name: 'Lids',
  task: 'image-classification',
  solution: { key: 'image-classification', version: 1 },
  trainer: 'classifier',
  parameters: {},
  gate: { metric: 'accuracy' },
  source: { kind: 'datasets', data: datasets.map((datasetId) => ({ datasetId })) },
  key: streamId,
  duplicatePolicy: 'reject',
  cause: { kind: 'person' },
  labelsSeen: {},
  randomSeed: 1,
  maxMinutes: 60,
};
export const onSample: RunRequest = { ...asked, source: { kind: 'sample', name: 'digits' } };

export const frozenData: readonly FrozenData[] = datasets.map((datasetId) => ({
  datasetId,
  version: 1,
  digest: digest('a'),
  manifest: blob('b'),
  items: 40,
}));
export const provided: DatasetEvent = {
  type: 'DatasetVersionProvided',
  data: { runId, version: 1, digest: digest('a'), manifest: blob('b'), items: 40 },
};
export const refusedData: DatasetEvent = {
  type: 'DatasetVersionRefused',
  data: { runId, code: 'dataset-version.nothing-labelled', message: 'Label some of its items first.' },
};

const steps = ['load', 'train', 'judge'];
export const requested: RunEvent = { type: 'RunRequested', data: asked };
export const requestedOnSample: RunEvent = { type: 'RunRequested', data: onSample };
export const dataFrozen: RunEvent = { type: 'RunDataFrozen', data: { data: [...frozenData] } };
export const queued: RunEvent = { type: 'RunQueued', data: {} };
export const started = (attempt = 1): RunEvent => ({
  type: 'RunStarted',
  data: { attempt, claimId: claims[attempt - 1] ?? '', worker: 'host', steps },
});
export const released = (attempt = 1): RunEvent => ({
  type: 'RunReleased',
  data: { attempt, claimId: claims[attempt - 1] ?? '' },
});
export const stepDone: RunEvent = {
  type: 'RunStepCompleted',
  data: { attempt: 1, step: 'load', seconds: 2 },
};

export const facts: OutcomeFacts = {
  artifact: blob('c'),
  signature: {
    inputs: [{ name: 'image', type: 'UINT8', shape: [1, 96, 96, 3] }],
    outputs: [{ name: 'probabilities', type: 'FP32', shape: [1, 2] }],
    opset: 17,
  },
  labels: [{ key: 'ok', name: 'OK' }],
  metrics: { items: 30, accuracy: 0.9 },
  evaluation: blob('d'),
  variants: [{ precision: 'fp32', bytes: 100, metrics: { items: 30, accuracy: 0.9 } }],
  gate: { passes: true, reasons: [] },
  items: { train: 100, validation: 20, test: 30 },
  seconds: { load: 2, train: 5, judge: 1 },
};
const { solution, task, name } = asked;
export const succeeded: RunEvent = {
  type: 'RunSucceeded',
  data: { streamId, name, solution, task, attempt: 1, data: [], ...facts },
};
export const failed: RunEvent = {
  type: 'RunFailed',
  data: { streamId, code: 'training.one-class', message: 'There is one class.', step: 'train' },
};
export const cancelled: RunEvent = { type: 'RunCancelled', data: { streamId } };

export const start = (claimId: string, silent: string | null = null): RunCommand => ({
  type: 'StartRun',
  claimId,
  worker: 'host',
  steps,
  silent,
});
export const release = (claimId: string): RunCommand => ({ type: 'ReleaseRun', claimId });
export const succeed = (claimId: string): RunCommand => ({ type: 'SucceedRun', claimId, outcome: facts });
export const fail = (claimId: string): RunCommand => ({
  type: 'FailRun',
  stage: { claimId },
  code: 'training.one-class',
  message: 'There is one class.',
  step: 'train',
});
export const late = (stage: 'waiting' | 'ready' | 'queued' | 'running'): RunCommand => ({
  type: 'FailRun',
  stage,
  code: 'late',
  message: 'Too late.',
});
