import { describe, expect, it } from 'vitest';
import { courseOf, curveCharts } from './curve-charts';

describe('curves of a run', () => {
  it('given losses of two parts and an accuracy, then losses share a chart, and it comes first', () => {
    const charts = curveCharts([
      { name: 'accuracy', points: [[1, 0.5]] },
      {
        name: 'loss/train',
        points: [
          [1, 2],
          [2, 1],
        ],
      },
      { name: 'loss/validation', points: [[2, 1.5]] },
    ]);
    expect(charts).toEqual([
      {
        kind: 'loss',
        lines: ['train', 'validation'],
        data: {
          times: [1, 2],
          values: [
            [2, 1],
            [null, 1.5],
          ],
        },
      },
      { kind: 'accuracy', lines: [undefined], data: { times: [1], values: [[0.5]] } },
    ]);
  });

  it('given a curve without a point, then it has no chart', () => {
    expect(curveCharts([{ name: 'loss', points: [] }])).toEqual([]);
  });

  it('given rounds out of step, then all of them stand in their order', () => {
    const [chart] = curveCharts([
      { name: 'train.loss', points: [[5, 1]] },
      { name: 'test-loss', points: [[2, 3]] },
    ]);
    expect(chart?.data).toEqual({
      times: [2, 5],
      values: [
        [null, 1],
        [3, null],
      ],
    });
  });

  it('tells its course', () => {
    expect(courseOf([null, 2, 0.5, 1])).toEqual({ first: 2, last: 1, min: 0.5, max: 2 });
    expect(courseOf([null])).toBeUndefined();
  });
});
