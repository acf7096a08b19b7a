import { expect, test } from 'vitest';
import { drawnRows, layoutOf, spanOf } from './use-window-rows';

test('as many columns as fit fill the line', () => {
  const { columns, width, rowHeight } = layoutOf(1000, { width: 150, below: 30 });
  expect([columns, width, rowHeight]).toEqual([6, (1000 - 50) / 6, (1000 - 50) / 6 + 40]);
  expect(layoutOf(120, { width: 150, below: 0 }).columns).toBe(2);
});

test('of a hundred thousand pictures only those in sight are drawn, and a few more', () => {
  expect(spanOf(200, 900, 190, 16_667)).toEqual({ first: 0, end: 7 });
  expect(spanOf(-190 * 8000, 900, 190, 16_667)).toEqual({ first: 7997, end: 8008 });
  expect(spanOf(-190 * 16_667, 900, 190, 16_667)).toEqual({ first: 16_664, end: 16_667 });
  expect(spanOf(0, 900, 190, 0)).toEqual({ first: 0, end: 0 });
});

test('the row that has the focus is drawn wherever it is', () => {
  expect(drawnRows({ first: 3, end: 5 }, 0)).toEqual([0, 3, 4]);
  expect(drawnRows({ first: 3, end: 5 }, 4)).toEqual([3, 4]);
  expect(drawnRows({ first: 3, end: 5 }, 9)).toEqual([3, 4, 9]);
});
