import type { Item } from '@tutti/contracts/datasets';
import { expect, test } from 'vitest';
import { againByClass } from './again-by-class';

const sentBack = (classKey: string): Pick<Item, 'relabel'> => ({
  relabel: { cause: 'class-retired', classKey },
});

test('pictures to be labelled again are counted by the class that sent them back', () => {
  const items = [sentBack('dent'), sentBack('scratch'), sentBack('dent'), { relabel: null }];
  expect(againByClass({ items, nextPageToken: '' })).toEqual({
    counts: new Map([
      ['dent', 2],
      ['scratch', 1],
    ]),
    more: false,
  });
});

test('a count that ended before the last of them says that there are more', () => {
  expect(againByClass({ items: [sentBack('dent')], nextPageToken: 'next' }).more).toBe(true);
});
