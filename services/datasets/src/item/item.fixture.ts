import type { ItemEvent, ItemPrediction, Label } from '@tutti/contracts/datasets';
import type { ItemCommand, Statement } from './item.decider';
import type { LabelRules } from './label-rules.decider';

export const datasetId = '0191e5a0-0000-7000-8000-000000000001';

export const prediction: ItemPrediction = {
  model: { name: 'lids', version: 'v1.0', digest: 'd'.repeat(64), task: 'classification' },
  label: 'OK',
  score: 0.4,
  probabilities: { OK: 0.4, dent: 0.6 },
  boxes: [],
};

export const detection: ItemPrediction = {
  model: { ...prediction.model, task: 'detection' },
  label: 'dent',
  score: 0.7,
  probabilities: {},
  boxes: [
    { label: 'Dent', classId: 1, score: 0.7, box: [0.1, 0.2, 0.5, 0.6] },
    { label: 'Dent', classId: 1, score: 0.6, box: [0.5, 0.5, 0.5, 0.6] },
  ],
};

export const addedItem: Extract<ItemEvent, { type: 'ItemAdded' }>['data'] = {
  datasetId,
  digest: 'a'.repeat(64),
  bytes: 1000,
  thumbnail: 'b'.repeat(64),
  mediaType: 'image/jpeg',
  width: 640,
  height: 480,
  orientation: 6,
  fileName: 'lid-1.jpg',
  source: { kind: 'upload' },
  prediction,
};

export const classes = [
  { key: 'ok', name: 'OK', retired: false },
  { key: 'dent', name: 'Dent', retired: false },
  { key: 'old', name: 'Old', retired: true },
];

export const rules: LabelRules = { task: 'image-classification', schemaVersion: 3, classes };
export const boxRules: LabelRules = { ...rules, task: 'object-detection' };

export const okLabel: Label = { classKey: 'ok' };
export const dentLabel: Label = { classKey: 'dent' };
export const oneBox = { classKey: 'dent', x: 10, y: 20, w: 100.5, h: 50.25 } as const;

export const added: ItemEvent = { type: 'ItemAdded', data: addedItem };
export const labelled = (label: Label = okLabel, schemaVersion = 3): ItemEvent => ({
  type: 'ItemLabelled',
  data: { datasetId, label, by: 'person', schemaVersion },
});
export const excluded: ItemEvent = { type: 'ItemExcluded', data: { datasetId } };
export const needsRelabel = (schemaVersion = 4): ItemEvent => ({
  type: 'ItemNeedsRelabel',
  data: { datasetId, cause: 'class-changed', classKey: 'ok', schemaVersion },
});

export const state = (label: Label = okLabel, more: Partial<Statement> = {}): ItemCommand => ({
  type: 'LabelItem',
  label,
  by: 'person',
  rules,
  ...more,
});
export const mark = (schemaVersion: number, classKey = 'ok'): ItemCommand => ({
  type: 'MarkForRelabel',
  cause: 'class-changed',
  classKey,
  schemaVersion,
});
