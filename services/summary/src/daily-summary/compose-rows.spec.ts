import { mostRows } from '@tutti/contracts/summary';
import { expect, test } from 'vitest';
import { noDatasetCounts } from '../tally/dataset-quarter.projection';
import type { DayData, DeviceResults } from '../tally/day-data';
import { composeRows } from './compose-rows';

const dayWith = (deviceResults: readonly DeviceResults[]): DayData => ({
  ...{ span: { from: 0, to: 86_400_000 }, devices: [], deviceDays: [], lowByModel: {}, faults: new Map() },
  ...{ deviceResults, modelResults: [], daysBefore: [], runs: [], rollouts: [] },
  ...{ models: new Map(), streamNames: new Map(), solutionNames: new Map(), datasets: noDatasetCounts },
  rolledOut: { confirmed: 0, rolledBack: 0, failed: 0 },
});
const resultsOf = (n: number, results: number): DeviceResults => ({
  ...{ deviceId: 'a', digest: String(n).padStart(64, '0'), results },
  ...{ volume: 0, scoreSum: 0, failures: 0, lastAt: 0 },
});

test('of more rows than a day may have those with most results stay, whoever comes first', () => {
  const invented = Array.from({ length: mostRows }, (_, n) => resultsOf(n, 1));
  const day = [...invented, resultsOf(mostRows, 7)];
  const rows = composeRows(dayWith(day));
  expect(rows).toHaveLength(mostRows);
  expect(rows.filter(({ inferenceCount }) => inferenceCount === 7)).toHaveLength(1);
  const again = composeRows(dayWith([...day].reverse()));
  expect(JSON.stringify(again) === JSON.stringify(rows)).toBe(true);
});
