import { EntitySchema } from 'typeorm';
import { fixed, minute, startOf, type Rollup, type RollupKey } from '../rollup/rollup';
import { rollupKeyColumns, statColumns, type Stat } from '../rollup/rollup-columns';
import { bigint, key, text } from '@tutti/database';
import type { InferenceRow } from './inference.row';
import { inferenceTable } from './inference.table';

/** Results of a device with one version of a model. */
export type InferenceRollupRow = RollupKey & {
  readonly model: string;
  readonly modelVersion: string;
  readonly results: number;
  readonly withTruth: number;
  readonly correct: number;
  readonly warnings: number;
} & Stat<'score'> &
  Stat<'latency'>;

/** Parts of a score of 1, and of a millisecond. */
export const scoreParts = 1_000_000;
export const latencyParts = 1_000;

/** Primary, retained by age. */
export const inferenceRollupTable = new EntitySchema<InferenceRollupRow>({
  name: 'inference_rollup',
  columns: {
    ...rollupKeyColumns,
    model: key(text('model', 128)),
    modelVersion: key(text('model_version', 64)),
    results: bigint('results'),
    withTruth: bigint('with_truth'),
    correct: bigint('correct'),
    warnings: { ...bigint('warnings'), default: 0 },
    ...statColumns('score', 'score'),
    ...statColumns('latency', 'latency'),
  },
});

const of = ({ deviceId, at, model, modelVersion, truth, ...row }: InferenceRow): InferenceRollupRow => ({
  deviceId,
  span: minute,
  at: startOf(at, minute),
  model,
  modelVersion,
  results: 1,
  withTruth: truth === null ? 0 : 1,
  correct: row.correct === true ? 1 : 0,
  warnings: row.warning ? 1 : 0,
  scoreSum: fixed(row.score, scoreParts),
  scoreMin: row.score,
  scoreMax: row.score,
  latencySum: fixed(row.latencyMs, latencyParts),
  latencyMin: row.latencyMs,
  latencyMax: row.latencyMs,
});

export const inferenceRollup: Rollup<InferenceRow, InferenceRollupRow> = {
  kind: 'inference',
  raw: inferenceTable,
  reads: {
    deviceId: true,
    journal: true,
    seq: true,
    at: true,
    model: true,
    modelVersion: true,
    truth: true,
    correct: true,
    warning: true,
    score: true,
    latencyMs: true,
  },
  table: inferenceRollupTable,
  plan: {
    keys: ['deviceId', 'span', 'at', 'model', 'modelVersion'],
    add: ['results', 'withTruth', 'correct', 'warnings', 'scoreSum', 'latencySum'],
    least: ['scoreMin', 'latencyMin'],
    greatest: ['scoreMax', 'latencyMax'],
  },
  of,
  withFleet: true,
};
