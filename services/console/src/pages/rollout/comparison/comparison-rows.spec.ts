import { expect, test } from 'vitest';
import { comparedRows } from './comparison-rows';

const current = { meanScore: 0.9, latencyMs: 12 };
const candidate = { meanScore: 0.95, latencyMs: 30, failures: 0 };

test('what only one model has a number for is not compared', () => {
  const one = { frames: 3, agreement: 1, current: { ...current, meanScore: null }, candidate };
  expect(comparedRows(one)).toEqual([{ by: 'latency', current: 12, candidate: 30, most: 30 }]);
});

test('given the truth of some pictures, then it comes first', () => {
  const truth = { frames: 2, current: 0.5, candidate: 1 };
  const rows = comparedRows({ frames: 3, agreement: 1, current, candidate, truth });
  expect(rows.map(({ by }) => by)).toEqual(['truth', 'score', 'latency']);
});
