import { expect, test } from 'vitest';
import { editBoxes, openEditor } from './box-editor';
import { cursorOf, gripAt, pickedAt } from './grip';

const large = { classKey: 'dent', x: 0, y: 0, w: 100, h: 100 };
const small = { classKey: 'dent', x: 10, y: 10, w: 20, h: 20 };
const editor = openEditor([large, small], [], 'dent');
const reach = { slack: 4, anew: false };
const selected = editBoxes(editor, { type: 'select', id: 2 });

test('boxes one above the other are selected in turn, the smallest first', () => {
  expect(pickedAt(editor, { x: 15, y: 15 }, 0)).toBe(2);
  expect(pickedAt(selected, { x: 15, y: 15 }, 0)).toBe(1);
  expect(pickedAt(editBoxes(editor, { type: 'select', id: 1 }), { x: 15, y: 15 }, 0)).toBe(2);
  expect(pickedAt(editor, { x: 300, y: 300 }, 0)).toBeUndefined();
});

test('what is selected is pulled by its handles and moved by its middle; elsewhere one draws', () => {
  expect(gripAt(selected, { x: 31, y: 31 }, reach, 'draw')).toMatchObject({ kind: 'resize', handle: 'se' });
  expect(gripAt(selected, { x: 20, y: 20 }, reach, 'draw')).toMatchObject({ kind: 'move' });
  expect(gripAt(selected, { x: 60, y: 60 }, reach, 'draw')).toEqual({ kind: 'draw' });
  expect(gripAt(selected, { x: 60, y: 60 }, reach, 'hand')).toEqual({ kind: 'none' });
  expect(gripAt(selected, { x: 20, y: 20 }, { ...reach, anew: true }, 'draw')).toEqual({ kind: 'draw' });
  expect(gripAt(editor, { x: 20, y: 20 }, reach, 'draw')).toEqual({ kind: 'draw' });
});

test('the cursor says what will happen', () => {
  expect(cursorOf(gripAt(selected, { x: 30, y: 10 }, reach, 'draw'))).toBe('nesw-resize');
  expect(cursorOf(gripAt(selected, { x: 20, y: 20 }, reach, 'draw'))).toBe('move');
});
