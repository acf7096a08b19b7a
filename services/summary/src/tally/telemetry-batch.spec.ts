import { expect, test } from 'vitest';
import { readCounted } from './telemetry-batch';

const at = '2026-11-27T10:00:00.000Z';
const model = { name: 'Bricks', version: 'v1.0', digest: 'a'.repeat(64), task: 'classification' };
const result = { at, model, score: 0.5, inputBytes: 10 };
const read = (kind: string, ...entries: readonly object[]) =>
  readCounted({ journal: 'one', entries: entries.map((entry, seq) => ({ seq, ...entry })) }, kind);

test('results and failures count; what a device reports does not, and all have a place', () => {
  const [time, counted] = [Date.parse(at), { model, at: Date.parse(at) }];
  expect(read('inference', result).entries).toEqual([{ seq: 0, ...counted, score: 0.5, bytes: 10 }]);
  expect(read('failure', { at, model: null }).entries).toEqual([
    { seq: 0, model: null, at: time, score: null, bytes: 0 },
  ]);
  expect(read('reported', { at, topic: 'command' }, { at })).toEqual({
    ...{ journal: 'one', places: [0, 1], entries: [] },
  });
});

test('an entry that breaks its schema costs that entry, not its place; one without a place is none', () => {
  const broken = read('inference', { ...result, score: 2 }, result, { ...result, seq: -1 });
  expect(broken.places).toEqual([0, 1]);
  expect(broken.entries.map(({ seq }) => seq)).toEqual([1]);
});

test.each([
  ['absent', undefined, 0],
  ['that of a large picture', 2 ** 31, 2 ** 31],
  ['that of none', Number.MAX_SAFE_INTEGER, 0],
])('a size that is %s', (_, inputBytes, bytes) =>
  expect(read('inference', { ...result, inputBytes }).entries).toMatchObject([{ bytes }]),
);
