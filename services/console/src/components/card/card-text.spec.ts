import { expect, test } from 'vitest';
import { cardLines } from './card-text';

test('lists are told from text, and what was escaped is shown as it was', () => {
  expect(cardLines('Two edges:\n- cam_01 \\*left\\*\n- a\\\\b \\[x\\]')).toEqual([
    { listed: false, text: 'Two edges:' },
    { listed: true, text: 'cam_01 *left*' },
    { listed: true, text: 'a\\b [x]' },
  ]);
});

test('a script stays a text', () => {
  expect(cardLines('\\_x\\_ <b>')).toEqual([{ listed: false, text: '_x_ <b>' }]);
});
