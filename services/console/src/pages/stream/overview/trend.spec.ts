import type { Model } from '@tutti/contracts/training';
import { expect, test } from 'vitest';
import { scaleOf, trendOf } from './trend';

const model = (modelVersion: string, accuracy: number | undefined, passes = true): Model =>
  ({
    id: modelVersion,
    modelVersion,
    metrics: accuracy === undefined ? null : { items: 10, accuracy },
    gate: { passes, reasons: [] },
  }) as unknown as Model;

test('models stand in the order in which they came; what was never judged is left out', () => {
  const points = trendOf(
    [model('v1.2', 0.98, false), model('v1.1', undefined), model('v1.0', 0.9)],
    'accuracy',
  );
  expect(points.map(({ version, value, passes }) => [version, value, passes])).toEqual([
    ['v1.0', 0.9, true],
    ['v1.2', 0.98, false],
  ]);
});

test('the scale leaves room around the points, and never beyond what a share can be', () => {
  const at = (...values: number[]) =>
    scaleOf(values.map((value) => ({ id: '', version: '', value, passes: true })));
  expect(at(0.982, 0.999)).toEqual({ from: 0.95, to: 1 });
  expect(at(0, 0.3).from).toBe(0);
  expect(at(1).to).toBe(1);
  expect(at(0.5).to).toBeGreaterThan(at(0.5).from);
});
