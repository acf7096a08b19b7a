import fc from 'fast-check';
import { expect, test } from 'vitest';
import { rowsOf, textOf, type FilterRow } from './filter-rows';

const row = (field: string, operator: string, ...values: readonly string[]): FilterRow => {
  const [name = '', ...key] = field.split('.');
  return { field: name, key: key.join('.'), operator, values };
};

test.each([
  ['', []],
  ['badge==ready', [row('badge', '==', 'ready')]],
  ['tags.k8s.io==a;site!=seoul', [row('tags.k8s.io', '==', 'a'), row('site', '!=', 'seoul')]],
  ['state=in=(a,"b c") and score>1', [row('state', '=in=', 'a', 'b c'), row('score', '=gt=', '1')]],
])('%s as rows', (filter, rows) => {
  expect(rowsOf(filter)).toEqual(rows);
});

test.each(['a==1,b==2', '(a==1,b==2);c==3', 'a==', 'a'])('%s is more than rows, or no filter', (filter) => {
  expect(rowsOf(filter)).toBeUndefined();
});

test('a row without a value is not part of the filter yet', () => {
  expect(textOf([row('name', '==', ''), row('site', '==', 'seoul')])).toBe('site==seoul');
});

const value = fc.string({
  minLength: 1,
  maxLength: 8,
  unit: fc.constantFrom('a', ' ', '"', '\\', ';', '(', "'", '*', '한'),
});
const rows = fc.array(
  fc.oneof(
    fc
      .tuple(fc.constantFrom('name', 'tags.a'), fc.constantFrom('==', '!=', '=like='))
      .chain(([field, operator]) => value.map((one) => row(field, operator, one))),
    fc.array(value, { minLength: 1, maxLength: 3 }).map((values) => row('site', '=in=', ...values)),
  ),
  { minLength: 1, maxLength: 4 },
);

test('rows and text say the same, both ways', () =>
  fc.assert(
    fc.property(rows, (given) => {
      expect(rowsOf(textOf(given))).toEqual(given);
    }),
  ));
