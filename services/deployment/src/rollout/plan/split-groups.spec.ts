import { describe, expect, test } from 'vitest';
import { group } from './plan.fixture';
import { splitGroups, type WantedGroup } from './split-groups';

/** Devices by number; every third matches the first filter, every second the second. */
const devices = (many: number) =>
  Array.from({ length: many }, (_, n) => ({ n, matches: [n % 3 === 0, n % 2 === 0] }));
const split = (many: number, ...groups: readonly WantedGroup[]) =>
  splitGroups(devices(many), groups).map((all) => all.map(({ n }) => n));
const sizes = (many: number, ...groups: readonly WantedGroup[]) =>
  split(many, ...groups).map(({ length }) => length);

const percent = (share: number) => group(`${share} %`, { kind: 'percent', percent: share });
const count = (many: number) => group(`${many}`, { kind: 'count', count: many });
const filter = group('filter', { kind: 'filter', filter: 'tags.kind==camera' });

describe('groups (requirements 5.7)', () => {
  test('take their share of what is left, the last all of it', () => {
    expect(sizes(100, percent(10), percent(50), percent(1))).toEqual([10, 45, 45]);
    expect(sizes(1000, percent(1.1), percent(1))).toEqual([11, 989]);
  });

  test('take one at least: a canary of few devices is one', () => {
    expect(sizes(3, percent(1), percent(100))).toEqual([1, 2]);
    expect(sizes(2, percent(0.000_000_1), percent(100))).toEqual([1, 1]);
  });

  test('take a number, in their order', () => {
    expect(split(6, count(1), count(2), count(1))).toEqual([[0], [1, 2], [3, 4, 5]]);
  });

  test('take those that match of what no earlier one took', () => {
    expect(split(7, filter, filter, count(1))).toEqual([
      [0, 3, 6],
      [2, 4],
      [1, 5],
    ]);
  });

  test('are one when nobody asks for more', () => expect(split(2, filter)).toEqual([[0, 1]]));

  test.each<[string, number, readonly WantedGroup[], { readonly group: number; readonly message: RegExp }]>([
    ['that those before leave nothing', 5, [count(5), percent(100)], { group: 1, message: /all 5 devices/ }],
    [
      'that nobody matches',
      5,
      [count(4), filter, filter],
      { group: 1, message: /none of those that are left/ },
    ],
    ['whose devices are gone', 7, [filter, filter, filter, count(1)], { group: 2, message: /matches/ }],
  ])('may not be empty: one %s', (_, many, groups, { group: index, message }) => {
    const splitting = (): unknown => splitGroups(devices(many), groups);
    expect(splitting).toThrow(message);
    expect(splitting).toThrow(
      expect.objectContaining({
        code: 'rollout.groups-unfit',
        params: { group: index },
        faults: [expect.objectContaining({ pointer: `/groups/${index}/size` })],
      }),
    );
  });
});
