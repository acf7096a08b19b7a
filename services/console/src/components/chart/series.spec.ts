import { describe, expect, test } from 'vitest';
import { bandedTimeline, countsPerStep, extremesOf, timeline } from './series';

const at = (second: number): string => new Date(second * 1_000).toISOString();

describe('timeline', () => {
  test('breaks where nothing was measured for too long', () => {
    const rows = [0, 5, 100].map((second) => ({ at: at(second), value: second }));
    expect(timeline(rows, [({ value }) => value, () => null], 45)).toEqual({
      times: [0, 5, 27.5, 100],
      values: [
        [0, 5, null, 100],
        [null, null, null, null],
      ],
    });
  });
});

test('bands break where their line does', () => {
  const rows = [0, 60, 300].map((second) => ({ at: at(second), cpu: { mean: 2, min: 1, max: second } }));
  expect(bandedTimeline(rows, [({ cpu }) => cpu], 90)).toEqual({
    times: [0, 60, 105, 300],
    values: [[2, 2, null, 2]],
    bands: [{ low: [1, 1, null, 1], high: [0, 60, null, 300] }],
  });
});

describe('countsPerStep', () => {
  test('has a zero for every full step without results, and leaves out the one that is not over', () => {
    const rows = [
      { at: at(60), count: 7 },
      { at: at(180), count: 2 },
      { at: at(240), count: 1 },
    ];
    expect(countsPerStep(rows, { stepSeconds: 60, fromMs: 30_000, toMs: 250_000 })).toEqual({
      times: [60, 120, 180],
      values: [[7, 0, 2]],
    });
  });

  test('a long step that is not over counts as if it went on as it began', () => {
    const rows = [{ at: at(7200), count: 30 }];
    const half = { stepSeconds: 3600, fromMs: 3_600_000, toMs: 9_000_000 };
    expect(countsPerStep(rows, half)).toEqual({ times: [3600, 7200], values: [[0, 60]] });
    expect(countsPerStep(rows, { ...half, toMs: 7_300_000 })).toEqual({ times: [3600], values: [[0]] });
  });
});

test('extremes look past the gaps', () => {
  expect(extremesOf([3, null, -1, 2, null])).toEqual({ last: 2, min: -1, max: 3 });
  expect(extremesOf([null])).toBeUndefined();
});
