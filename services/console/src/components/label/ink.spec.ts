import { colourOf } from '@tutti/contracts/datasets';
import { expect, test } from 'vitest';
import { inkOn } from './ink';

test('text on a class is dark on light colours and light on dark ones', () => {
  expect(inkOn('#ffffff')).toBe('#000000');
  expect(inkOn('#000000')).toBe('#ffffff');
  expect(inkOn(colourOf(3))).toBe('#000000');
  expect(inkOn('#332288')).toBe('#ffffff');
});
