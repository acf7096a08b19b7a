import { expect, test } from 'vitest';
import { fileNameOf } from './file-name';

test.each([
  ['lid-1.jpg', 'lid-1.jpg'],
  ['C:\\fotos\\lid 1.jpg', 'lid 1.jpg'],
  ['../../etc/passwd', 'passwd'],
  ['뚜껑.png', '뚜껑.png'],
  ['a\u0000b\u202Egpj.exe', 'a_b_gpj.exe'],
  ['a:b?.jpg', 'a_b_.jpg'],
  ['..', undefined],
  ['folder/', undefined],
  ['', undefined],
  [undefined, undefined],
])('%j is kept as %j', (given, kept) => {
  expect(fileNameOf(given)).toBe(kept);
});

test('a long name keeps its ending', () => {
  const kept = fileNameOf(`${'ü'.repeat(300)}.jpeg`) ?? '';
  expect([kept.length, kept.slice(-6)]).toEqual([200, 'ü.jpeg']);
  expect(fileNameOf(`${'😀'.repeat(150)}.jpg`)?.isWellFormed()).toBe(true);
});
