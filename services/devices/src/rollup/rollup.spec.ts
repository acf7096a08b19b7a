import fc from 'fast-check';
import { expect, test } from 'vitest';
import { inferenceRollup } from '../inference/inference.rollup';
import { vitalsRollup } from '../vitals/vitals.rollup';
import { fleet, folded, rollupOf, type RollupKey } from './rollup';
import { measured, noon, result } from './rollup.fixture';

const sorted = <Row extends RollupKey>(rows: readonly Row[]): readonly Row[] =>
  rows.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

const share = fc.double({ min: 0, max: 1, noNaN: true });
const results = fc.array(
  fc
    .record({
      deviceId: fc.constantFrom('a', 'b'),
      at: fc.integer({ min: noon, max: noon + 2 * 3_600_000 }),
      modelVersion: fc.constantFrom('v1.0', 'v1.1'),
      score: share,
      latencyMs: fc.double({ min: 0, max: 3_600_000, noNaN: true }),
      truth: fc.constantFrom(null, '7', '8'),
    })
    .map((given) => ({ ...given, correct: given.truth === null ? null : given.truth === '7' })),
  { maxLength: 40 },
);

test('rolling up in any order and in any pieces amounts to the same', () =>
  fc.assert(
    fc.property(results, fc.nat(40), fc.func(fc.nat()), (given, cut, order) => {
      const rows = given.map((one, seq) => result(seq, one));
      const other = rows.toSorted((a, b) => order(a.seq) - order(b.seq));
      const pieces = [other.slice(0, cut), other.slice(cut)].flatMap((piece) =>
        rollupOf(inferenceRollup, piece),
      );
      expect(sorted(folded(inferenceRollup.plan, pieces))).toEqual(sorted(rollupOf(inferenceRollup, rows)));
    }),
  ));

test('minutes and hours, of each device and of all', () => {
  const rows = [
    result(0, { truth: '7', correct: true, score: 0.9 }),
    result(59, { truth: '8', correct: false, score: 0.3, latencyMs: 8 }),
    result(60, { deviceId: 'b' }),
  ];
  const counted = sorted(rollupOf(inferenceRollup, rows)).map((row) => [
    row.deviceId,
    row.span,
    (row.at - noon) / 60_000,
    row.results,
  ]);
  expect(counted).toEqual([
    [fleet, 3600, 0, 3],
    [fleet, 60, 0, 2],
    [fleet, 60, 1, 1],
    ['a', 3600, 0, 2],
    ['a', 60, 0, 2],
    ['b', 3600, 0, 1],
    ['b', 60, 1, 1],
  ]);
  expect(
    rollupOf(inferenceRollup, rows).find(({ deviceId, span }) => deviceId === 'a' && span === 60),
  ).toEqual({
    deviceId: 'a',
    span: 60,
    at: noon,
    model: 'digits',
    modelVersion: 'v1.0',
    results: 2,
    warnings: 0,
    withTruth: 2,
    correct: 1,
    scoreSum: 1_200_000,
    scoreMin: 0.3,
    scoreMax: 0.9,
    latencySum: 12_250,
    latencyMin: 4.25,
    latencyMax: 8,
  });
});

test('a temperature that is not measured is not zero', () => {
  const rows = [measured(0), measured(1, { temperatureCelsius: -4 }), measured(2)];
  expect(rollupOf(vitalsRollup, rows)[0]).toMatchObject({
    samples: 3,
    temperatures: 1,
    temperatureCelsiusSum: -4000,
    temperatureCelsiusMin: -4,
    temperatureCelsiusMax: -4,
  });
  expect(rollupOf(vitalsRollup, [measured(0)])[0]).toMatchObject({
    temperatures: 0,
    temperatureCelsiusMin: null,
  });
});
