import type { ModelEvent } from '@tutti/contracts/training';
import type { RegisterModel } from './model.decider';

export const digest = (of: string): string => of.repeat(64);
export const streamId = '0191e5a0-0000-7000-8000-000000000001';
export const runId = '0191e5a0-0000-7000-8000-000000000002';
const blob = (of: string) => ({ digest: digest(of), bytes: 100 });

export const model: RegisterModel['model'] = {
  name: 'Lids',
  modelVersion: 'v1.0',
  streamId,
  solution: { key: 'image-classification', version: 1 },
  task: 'image-classification',
  labels: [{ key: 'ok', name: 'OK' }],
  artifact: blob('a'),
  signature: {
    inputs: [{ name: 'image', type: 'UINT8', shape: [-1, 160, 160, 3] }],
    outputs: [{ name: 'probabilities', type: 'FP32', shape: [-1, 1] }],
    opset: 17,
  },
  origin: { kind: 'run', runId },
  data: [{ datasetId: '0191e5a0-0000-7000-8000-000000000003', version: 2 }],
};

const { streamId: _, solution: __, ...facts } = model;
export const imported: RegisterModel['model'] = {
  ...facts,
  modelVersion: '1',
  origin: { kind: 'import' },
  data: [],
};

const metrics = { items: 20, accuracy: 0.9 };
export const evaluation: NonNullable<RegisterModel['evaluation']> = {
  metrics,
  evaluation: blob('e'),
  variants: [{ precision: 'fp32', bytes: 100, metrics }],
  gate: { passes: true, reasons: [{ code: 'at-least', passes: true, found: 0.9, asked: 0.8 }] },
};

export const registered: ModelEvent = { type: 'ModelRegistered', data: model };
export const evaluated: ModelEvent = { type: 'ModelEvaluated', data: evaluation };
