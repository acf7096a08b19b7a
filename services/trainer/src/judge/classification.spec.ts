import { describe, expect, it } from 'vitest';
import { judgeClassification } from './classification';

const labels = ['a', 'b', 'c'].map((key) => ({ key, name: key }));

describe('the judgement of a classifier', () => {
  // Two of three a right, one b right, nothing predicted as c; no c in the data.
  const judged = judgeClassification({
    labels,
    probabilities: [
      [0.8, 0.15, 0.05],
      [0.72, 0.18, 0.1],
      [0.3, 0.65, 0.05],
      [0.05, 0.95, 0],
    ],
    truths: [0, 0, 0, 1],
  });

  it('counts what was taken for what', () => {
    expect(judged.confusion).toEqual([
      [2, 1, 0],
      [0, 1, 0],
      [0, 0, 0],
    ]);
    expect(judged.metrics.items).toBe(4);
    expect(judged.metrics.accuracy).toBe(0.75);
  });

  it('has precision, recall and F1 of each class, and none where there is nothing', () => {
    expect(judged.classes).toEqual([
      { key: 'a', name: 'a', support: 3, precision: 1, recall: 2 / 3, f1: 0.8 },
      { key: 'b', name: 'b', support: 1, precision: 0.5, recall: 1, f1: 2 / 3 },
      { key: 'c', name: 'c', support: 0, precision: null, recall: null, f1: null },
    ]);
    expect(judged.metrics.macroF1).toBeCloseTo((0.8 + 2 / 3) / 2, 12);
  });

  it('measures the negative log likelihood of the truth', () => {
    const expected = -(Math.log(0.8) + Math.log(0.72) + Math.log(0.3) + Math.log(0.95)) / 4;
    expect(judged.metrics.loss).toBeCloseTo(expected, 12);
  });

  it('measures calibration in ten bins of confidence', () => {
    expect(judged.calibration.map(({ from, to, count }) => [from, to, count])).toEqual([
      [0.6, 0.7, 1],
      [0.7, 0.8, 1],
      [0.8, 0.9, 1],
      [0.9, 1, 1],
    ]);
    // |0-0.65|, |1-0.72|, |1-0.8|, |1-0.95|, a quarter of the pictures each.
    expect(judged.metrics.calibrationError).toBeCloseTo((0.65 + 0.28 + 0.2 + 0.05) / 4, 12);
  });

  it('takes a certainty of 1 into the last bin, and a truth that was ruled out as 1e-7', () => {
    const { calibration, metrics } = judgeClassification({
      labels,
      probabilities: [
        [1, 0, 0],
        [1, 0, 0],
      ],
      truths: [0, 1],
    });
    expect(calibration).toEqual([{ from: 0.9, to: 1, count: 2, confidence: 1, accuracy: 0.5 }]);
    expect(metrics.loss).toBeCloseTo(-Math.log(1e-7) / 2, 6);
  });

  it('gives a class that nothing was taken for an F1 of 0', () => {
    const { classes } = judgeClassification({ labels, probabilities: [[0.6, 0.4, 0]], truths: [1] });
    expect(classes[1]).toMatchObject({ precision: null, recall: 0, f1: 0 });
  });
});
