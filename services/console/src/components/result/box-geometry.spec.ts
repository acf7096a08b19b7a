import { expect, test } from 'vitest';
import { rectangleOf, tagPlace } from './box-geometry';

test('corners become a rectangle within the picture, in whatever order they come', () => {
  expect(rectangleOf([0.25, 0.5, 0.75, 1])).toEqual({ x: 0.25, y: 0.5, width: 0.5, height: 0.5 });
  expect(rectangleOf([0.75, 1, 0.25, 0.5])).toEqual({ x: 0.25, y: 0.5, width: 0.5, height: 0.5 });
  expect(rectangleOf([-1, -1, 0.5, 0.5])).toEqual({ x: 0, y: 0, width: 0.5, height: 0.5 });
});

test.each([[[]], [[0.1, 0.1, 0.2]], [[0.2, 0.2, 0.2, 0.8]]])('%j is no box', (corners) => {
  expect(rectangleOf(corners)).toBeUndefined();
});

test('the name stands above the box where there is room', () => {
  expect(tagPlace({ x: 0.5, y: 0.5, width: 0.1, height: 0.1 })).toEqual({
    left: '50%',
    top: '50%',
    above: true,
  });
  expect(tagPlace({ x: 0, y: 0, width: 0.1, height: 0.1 }).above).toBe(false);
});
