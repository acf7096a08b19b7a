import type { Item } from '@tutti/contracts/datasets';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { expect, test } from 'vitest';
import { changedPages, chunksOf, idsIn, itemsChangedBy } from './changed-items';

const item = (id: string, version = 1) => ({ id, version }) as Item;
const event = (subject: string, datasetId: string) =>
  ({ subject, data: { datasetId } }) as unknown as LoggedEvent;

test('events of other datasets and of other things are left alone', () => {
  const events = [
    event('datasets/item/a', 'mine'),
    event('datasets/item/b', 'theirs'),
    event('datasets/dataset/c', 'mine'),
  ];
  expect(itemsChangedBy(events, 'mine')).toEqual(['a']);
});

test('what was read again stands where it stood, and what no longer matches is gone', () => {
  const pages = [
    { items: [item('a'), item('b')], nextPageToken: 'x' },
    { items: [item('c')], nextPageToken: '' },
  ];
  const changed = changedPages(pages, ['a', 'c'], [item('a', 2)]);
  expect(changed).toEqual([
    { items: [item('a', 2), item('b')], nextPageToken: 'x' },
    { items: [], nextPageToken: '' },
  ]);
  expect([...idsIn(changed)]).toEqual(['a', 'b']);
});

test('ids are asked for in parts that fit into a filter', () => {
  const ids = Array.from({ length: 150 }, (_, at) => `i${at}`);
  const parts = chunksOf(ids, 'state==unlabelled');
  expect(parts.map(({ length }) => length)).toEqual([69, 69, 12]);
  expect(parts.flat()).toEqual(ids);
  expect(chunksOf(['a', 'b'], 'x'.repeat(1_999))).toEqual([['a'], ['b']]);
});
