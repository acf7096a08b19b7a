import { expect, test } from 'vitest';
import { findOut, type ConditionFacts } from './conditions';

const facts = (labels: number, results: number, warnings: number): ConditionFacts => ({
  newLabels: () => Promise.resolve(labels),
  results: () => Promise.resolve({ results, warnings }),
});
const rate = { kind: 'warning-rate', atLeast: 0.1, overMinutes: 60, leastResults: 20 } as const;

test.each([
  [{ kind: 'new-labels', atLeast: 10 } as const, facts(9, 0, 0), false, '9 new labels of 10'],
  [{ kind: 'new-labels', atLeast: 10 } as const, facts(10, 0, 0), true, '10 new labels of 10'],
  [rate, facts(0, 19, 19), false, '19 results in 60 min, fewer than 20'],
  [rate, facts(0, 20, 1), false, '5 % of 20 results in 60 min are warnings, of 10 %'],
  [rate, facts(0, 20, 2), true, '10 % of 20 results in 60 min are warnings, of 10 %'],
])('%o', async (condition, known, holds, detail) => {
  expect(await findOut(condition, known)).toEqual({ holds, detail });
});
