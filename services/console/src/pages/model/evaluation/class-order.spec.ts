import { expect, test } from 'vitest';
import { nextOrder, sorted } from './class-order';

const one = (name: string, recall: number | null) => ({
  key: name,
  name,
  support: 10,
  precision: 1,
  recall,
  f1: null,
});
const classes = [one('nut', 0.9), one('bolt', null), one('gear', 0.4)];
const names = (all: readonly { readonly name: string }[]) => all.map(({ name }) => name);

test('given a column, then the worst come first, and what has no value last, either way', () => {
  expect(names(sorted(classes, { column: 'recall', ascending: true }))).toEqual(['gear', 'nut', 'bolt']);
  expect(names(sorted(classes, { column: 'recall', ascending: false }))).toEqual(['nut', 'gear', 'bolt']);
  expect(names(sorted(classes, { column: 'name', ascending: true }))).toEqual(['bolt', 'gear', 'nut']);
});

test('the same column again turns the order round, another one begins anew', () => {
  const order = nextOrder({ column: 'name', ascending: true }, 'name');
  expect(order).toEqual({ column: 'name', ascending: false });
  expect(nextOrder(order, 'f1')).toEqual({ column: 'f1', ascending: true });
});
