import type { InferenceRow } from '../inference/inference.row';
import type { VitalsRow } from '../vitals/vitals.row';

/** A whole hour, in milliseconds. */
export const noon = Date.parse('2026-03-01T12:00:00Z');

export const result = (seq: number, given: Partial<InferenceRow> = {}): InferenceRow => ({
  deviceId: 'a',
  journal: 'j',
  seq,
  at: noon + seq * 1000,
  model: 'digits',
  modelVersion: 'v1.0',
  modelDigest: 'f'.repeat(64),
  task: 'classification',
  label: '7',
  score: 0.75,
  probabilities: {},
  boxes: [],
  latencyMs: 4.25,
  inputFile: 'a.png',
  truth: null,
  correct: null,
  warning: false,
  preview: null,
  note: null,
  ...given,
});

export const measured = (seq: number, given: Partial<VitalsRow> = {}): VitalsRow => ({
  deviceId: 'a',
  journal: 'j',
  seq,
  at: noon + seq * 1000,
  cpu: 0.5,
  memoryUsedBytes: 1000,
  memoryTotalBytes: 4000,
  diskUsedBytes: 10,
  diskTotalBytes: 100,
  temperatureCelsius: null,
  networkRxBytesPerSecond: 1.5,
  networkTxBytesPerSecond: 2.5,
  uptimeSeconds: 1,
  agentMemoryBytes: 10,
  ...given,
});
