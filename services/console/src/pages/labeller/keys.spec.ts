import type { ShownClass } from '@tutti/contracts/datasets';
import { expect, test } from 'vitest';
import { classKeys, keyOf, keysOf, mayAct, shownKey } from './keys';

const classOf = (key: string, shortcut: string | null): ShownClass => ({
  id: 0,
  key,
  name: key,
  colour: '#4477aa',
  shortcut,
  description: null,
  retired: false,
});

test('letters are those of the key where the keyboard writes Hangul', () => {
  expect(keyOf({ key: 'ㄴ', code: 'KeyS' })).toBe('s');
  expect(keyOf({ key: 'Process', code: 'KeyS' })).toBe('s');
  expect(keyOf({ key: 'S', code: 'KeyS' })).toBe('s');
  expect(keyOf({ key: '1', code: 'Numpad1' })).toBe('1');
  expect(keyOf({ key: 'Enter', code: 'NumpadEnter' })).toBe('Enter');
  expect(keyOf({ key: '?', code: 'Slash' })).toBe('?');
});

test('classes have their own keys, and digits in their order where those are free', () => {
  const [a, b, c] = [classOf('a', '2'), classOf('b', null), classOf('c', 's')];
  const keys = classKeys([a, b, c]);
  expect([...keys].map(([key, { key: of }]) => [key, of])).toEqual([
    ['2', 'a'],
    ['s', 'c'],
    ['1', 'a'],
    ['3', 'c'],
  ]);
  expect(keysOf(c, keys)).toEqual(['s', '3']);
  expect(keysOf(b, keys)).toEqual([]);
});

test('a key that a class has taken works with Shift', () => {
  const keys = classKeys([classOf('scratch', 's')]);
  expect(shownKey('S', keys)).toBe('Shift+S');
  expect(shownKey('E', keys)).toBe('E');
});

test('a key that is held leads on and zooms, and takes back or leaves out one picture only', () => {
  for (const key of ['u', 'z', 'e']) {
    expect(mayAct(key, { repeat: false })).toBe(true);
    expect(mayAct(key, { repeat: true })).toBe(false);
  }
  for (const key of ['ArrowLeft', 'ArrowRight', '+', '-']) expect(mayAct(key, { repeat: true })).toBe(true);
});
