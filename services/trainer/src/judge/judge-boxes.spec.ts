import { describe, expect, it } from 'vitest';
import type { Corners } from '@tutti/vision';
import { averagePrecision } from './average-precision';
import { type FoundBox, type TrueBox, matchBoxes, sameClass } from './box-matching';
import { judgeBoxes } from './judge-boxes';

const box = (left: number, width = 0.2): Corners => [left, 0, left + width, 0.2];
const real = (classId: number, left: number): TrueBox => ({ classId, corners: box(left) });
const said = (classId: number, left: number, score: number, width = 0.2): FoundBox => ({
  ...{ classId, score },
  box: box(left, width),
});

describe('average precision', () => {
  const of = (rights: string, support: number) =>
    averagePrecision(
      [...rights].map((right, at) => ({ score: 1 - at / 100, right: right === '+' })),
      support,
    );

  it.each([
    ['++', 2, 1],
    ['', 2, 0],
    ['--', 2, 0],
    // Half is found, all at precision 1: recalls 0 to 0.50, 51 of 101.
    ['+', 2, 51 / 101],
    // 51 recalls at precision 1, 50 at 2/3.
    ['+-+', 2, (51 + 50 * (2 / 3)) / 101],
    // A later higher precision counts for the recalls before it.
    ['-++', 2, 2 / 3],
    // 3 of 10 reach a recall of 0.3 although 0.3 is no binary fraction.
    ['+++', 10, 31 / 101],
  ])('of "%s" out of %i is %d', (rights, support, expected) => {
    expect(of(rights, support)).toBeCloseTo(expected, 10);
  });

  it('does not exist where there is nothing to find', () => {
    expect(of('-', 0)).toBeNull();
  });
});

describe('matching boxes', () => {
  it('gives a true box to the surest that found it, once', () => {
    const found = [said(0, 0.01, 0.6), said(0, 0.02, 0.9), said(1, 0, 0.99)];
    expect(matchBoxes([real(0, 0)], found, sameClass)).toEqual([-1, 0, -1]);
  });

  it('takes the true box that is overlapped most, and none that is overlapped by less than half', () => {
    const truth = [real(0, 0.3), real(0, 0.35)];
    expect(matchBoxes(truth, [said(0, 0.34, 0.9)], sameClass)).toEqual([1]);
    expect(matchBoxes(truth, [said(0, 0.5, 0.9)], sameClass)).toEqual([-1]);
  });
});

describe('the judgement of a detector', () => {
  const labels = ['gear', 'lock'].map((key) => ({ key, name: key }));
  const pictures = [
    // The gear is found, the lock is taken for a gear.
    { truth: [real(0, 0), real(1, 0.5)], found: [said(0, 0, 0.9), said(0, 0.5, 0.8)] },
    // The lock is missed, a lock is seen where nothing is, and one more that nobody is sure of.
    { truth: [real(1, 0)], found: [said(1, 0.7, 0.75), said(1, 0.3, 0.2)] },
    { truth: [real(1, 0)], found: [said(1, 0, 0.7)] },
    { truth: [], found: [] },
  ];

  it('counts what was taken for what, nothing included', () => {
    const { confusion, faults, metrics, classes } = judgeBoxes(pictures, labels, 0.5);
    expect(confusion).toEqual([
      [1, 0, 0],
      [1, 1, 1],
      [0, 1, 0],
    ]);
    expect(faults).toEqual([2, 2, 0, 0]);
    expect(metrics).toMatchObject({ items: 4, precision: 2 / 4, recall: 2 / 4 });
    expect(classes).toMatchObject([
      { key: 'gear', support: 1, precision: 1 / 2, recall: 1, averagePrecision: 1 },
      { key: 'lock', support: 3, precision: 1 / 2, recall: 1 / 3 },
    ]);
    // Lock: wrong at 0.75, right at 0.7, wrong at 0.2; a third is found at precision 1/2.
    expect(classes[1]?.averagePrecision).toBeCloseTo((34 * 0.5) / 101, 10);
    expect(metrics.map50).toBeCloseTo((1 + (34 * 0.5) / 101) / 2, 10);
    expect(metrics.macroF1).toBeCloseTo((2 / 3 + 2 / 5) / 2, 10);
  });

  it('tells how often a confidence is right, in ten bins without the empty ones', () => {
    const { calibration } = judgeBoxes(pictures, labels, 0.5);
    expect(calibration.map(({ from, count, accuracy }) => [from, count, accuracy])).toEqual([
      [0.2, 1, 0],
      [0.7, 2, 0.5],
      [0.8, 1, 0],
      [0.9, 1, 1],
    ]);
  });

  it('says nothing of precision where nothing was found, and of a class that is not there', () => {
    const { metrics, classes } = judgeBoxes([{ truth: [real(0, 0)], found: [] }], labels, 0.5);
    expect(metrics).toEqual({ items: 1, macroF1: 0, map50: 0, recall: 0 });
    expect(classes[1]).toMatchObject({
      support: 0,
      precision: null,
      recall: null,
      f1: null,
      averagePrecision: null,
    });
  });
});
