import type { VersionStatistics } from '@tutti/contracts/datasets';
import { expect, test } from 'vitest';
import { boxBars, classBars, crowdsOf, sideBars } from './chart-bars';

const counts = {
  items: 9,
  splits: { train: 7, validation: 2 },
  classes: { train: { ok: 4, dent: 3 }, validation: { dent: 1, gone: 1 } },
};

const statistics = (more: Partial<VersionStatistics>): VersionStatistics => ({
  counts,
  empty: 0,
  bytes: 0,
  sides: [],
  boxes: [],
  boxesPerItem: [],
  devices: [],
  fromDevices: { devices: 0, items: 0 },
  ...more,
});

test('bars of classes stand in the order of the schema, with what it no longer knows at the end', () => {
  const names = new Map([
    ['dent', { name: 'Dent', colour: '#ee6677' }],
    ['ok', { name: 'OK', colour: '#4477aa' }],
    ['unused', { name: 'Unused', colour: '#228833' }],
  ]);
  expect(classBars(counts, names)).toEqual([
    { key: 'dent', name: 'Dent', colour: '#ee6677', values: [3, 1, 0] },
    { key: 'ok', name: 'OK', colour: '#4477aa', values: [4, 0, 0] },
    { key: 'gone', name: 'gone', colour: '#888888', values: [0, 1, 0] },
  ]);
});

test('ranges say from where to where', () => {
  const said = ({ from, to }: { readonly from: number; readonly to: number }) => `${from}-${to}`;
  const sides = [
    { side: 1, items: 1 },
    { side: 1024, items: 2 },
  ];
  expect(sideBars(statistics({ sides }), said).map(({ name }) => name)).toEqual(['1-1', '513-1024']);
  const boxes = [{ share: 0.25, boxes: 3 }];
  expect(boxBars(statistics({ boxes }), said)).toEqual([{ key: '0.25', name: '0.125-0.25', values: [3] }]);
});

test('many boxes are gathered in ranges, few stand alone, and none is lost', () => {
  const boxesPerItem = [0, 1, 10, 11, 20, 21, 1000].map((boxes) => ({ boxes, items: 1 }));
  const crowds = crowdsOf(statistics({ boxesPerItem }));
  expect(crowds).toEqual([
    { from: 0, to: 0, items: 1 },
    { from: 1, to: 1, items: 1 },
    { from: 10, to: 10, items: 1 },
    { from: 11, to: 20, items: 2 },
    { from: 21, to: 40, items: 1 },
    { from: 641, to: 1280, items: 1 },
  ]);
});
