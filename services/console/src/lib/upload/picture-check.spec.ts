import { expect, test } from 'vitest';
import { checkPicture } from './picture-check';

test('a file is judged by its type, and by its ending where the browser knows none', () => {
  const file = (name: string, type = '', size = 1) => checkPicture({ name, type, size });
  expect(file('a.PNG')).toEqual({ kind: 'picture', type: 'image/png' });
  expect(file('a', 'image/webp')).toEqual({ kind: 'picture', type: 'image/webp' });
  expect(file('a.gif', 'image/gif')).toEqual({ kind: 'refused', fault: 'type' });
  expect(file('a.jpg', 'image/jpeg', 33 * 1024 * 1024)).toEqual({ kind: 'refused', fault: 'size' });
  expect(file('Thumbs.db')).toEqual({ kind: 'ignored' });
});
