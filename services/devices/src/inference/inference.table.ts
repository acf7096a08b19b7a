import { EntitySchema } from 'typeorm';
import { flag, json, orNull, real, text } from '@tutti/database';
import { entryColumns } from '../telemetry/entry-columns';
import type { InferenceRow } from './inference.row';

/** Primary, retained by age. */
export const inferenceTable = new EntitySchema<InferenceRow>({
  name: 'inference',
  columns: {
    ...entryColumns,
    model: text('model', 128),
    modelVersion: text('model_version', 64),
    modelDigest: text('model_digest', 64),
    task: text('task', 16),
    label: text('label', 32),
    score: real('score'),
    probabilities: json('probabilities'),
    boxes: json('boxes'),
    latencyMs: real('latency_ms'),
    inputFile: text('input_file', 256),
    truth: orNull(text('truth', 32)),
    correct: orNull(flag('correct')),
    warning: { ...flag('warning'), default: 0 },
    preview: orNull(text('preview', 64)),
    note: orNull(text('note', 128)),
  },
});
