import type { ShownClass } from '@tutti/contracts/datasets';
import { expect, test } from 'vitest';
import { commandOf } from './class-values';

const dent: ShownClass = {
  key: 'dent',
  id: 0,
  name: 'Dent',
  colour: '#ee6677',
  shortcut: 'd',
  description: null,
  retired: false,
};
const draft = { row: 0, name: 'Dent', colour: '#ee6677', shortcut: 'd' };

test('only what differs is sent, and nothing where nothing does', () => {
  expect(commandOf({ draft, description: ' ', relabel: false }, dent)).toBeUndefined();
  expect(
    commandOf(
      { draft: { ...draft, name: ' Dent, deep', shortcut: '' }, description: 'From 2 mm', relabel: true },
      dent,
    ),
  ).toEqual({
    type: 'change',
    key: 'dent',
    patch: { name: 'Dent, deep', shortcut: null, description: 'From 2 mm', relabel: true },
  });
});

test('a new class needs a name alone', () => {
  expect(
    commandOf({ draft: { ...draft, name: '' }, description: '', relabel: false }, undefined),
  ).toBeUndefined();
  expect(
    commandOf({ draft: { ...draft, shortcut: '' }, description: '', relabel: false }, undefined),
  ).toEqual({
    type: 'add',
    of: { name: 'Dent', colour: '#ee6677' },
  });
});
