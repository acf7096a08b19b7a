import type { Item } from '@tutti/contracts/datasets';
import { expect, test } from 'vitest';
import { all, nothing, ranged, toggled } from './selection';

const items = ['a', 'b', 'c', 'd'].map((id) => ({ id, version: 1 }) as Item);
const ids = ({ chosen }: { readonly chosen: ReadonlyMap<string, Item> }) => [...chosen.keys()].sort();

test('a click chooses, another one on it takes it back', () => {
  const one = toggled(nothing, items, 1);
  expect(ids(one)).toEqual(['b']);
  expect(ids(toggled(one, items, 1))).toEqual([]);
  expect(ids(toggled(one, items, 9))).toEqual(['b']);
});

test('a range goes from the last click, in either direction', () => {
  const third = toggled(nothing, items, 2);
  expect(ids(ranged(third, items, 0))).toEqual(['a', 'b', 'c']);
  expect(ids(ranged(third, items, 3))).toEqual(['c', 'd']);
});

test('what was chosen is remembered as it was seen then', () => {
  const first = toggled(nothing, items, 0);
  const changed = items.map((item) => ({ ...item, version: 2 }));
  const { chosen } = ranged(first, changed, 1);
  expect([chosen.get('a')?.version, chosen.get('b')?.version]).toEqual([1, 2]);
  expect(ids(all(items))).toEqual(['a', 'b', 'c', 'd']);
});
