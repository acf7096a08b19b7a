import { expect, test } from 'vitest';
import { fitting, shapeOf } from './matrix-shape';

const names = (count: number) => Array.from({ length: count }, (_, number) => `class ${number}`);

test('given few classes, then cells have labels and numbers, and are not too large', () => {
  expect(shapeOf(names(3), 600)).toMatchObject({ side: 44, labelled: true, numbered: true });
});

test('given a hundred classes, then all of them fit, without labels', () => {
  const shape = shapeOf(names(100), 900);
  expect(shape).toMatchObject({ side: 8, labelled: false, numbered: false });
  expect(shape.width).toBeLessThanOrEqual(900);
});

test('given a hundred classes on a phone, then cells stay large enough to be hit, and the matrix scrolls', () => {
  expect(shapeOf(names(100), 320)).toMatchObject({ side: 7, width: 706 });
});

test('names are cut to the room that there is', () => {
  expect(fitting('screwdriver', 60)).toBe('screwd…');
  expect(fitting('nut', 60)).toBe('nut');
});
