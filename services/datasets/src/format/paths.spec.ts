import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ItemDescription } from './description';
import { ExportNames, byCodePoint, plainPath, splitInPath, splitOf, stemOf } from './paths';

it.each([
  ['train2017', 'train'],
  ['Training', 'train'],
  ['valid', 'validation'],
  ['val', 'validation'],
  ['test', 'test'],
  ['trainer', undefined],
])('the word %s means the split %s', (word, split) => {
  expect(splitOf(word)).toBe(split);
});

it.each([
  ['annotations/instances_val2017.json', 'validation'],
  ['train/_annotations.coco.json', 'train'],
  ['annotations/instances_default.json', undefined],
  ['test-project/result.json', undefined],
])('%s is of the split %s', (path, split) => {
  expect(splitInPath(path)).toBe(split);
});

it.each([
  ['./a\\b//c.jpg', 'a/b/c.jpg'],
  ['../../etc/passwd', 'etc/passwd'],
  ['/abs/./x.jpg', 'abs/x.jpg'],
])('the path %s is plainly %s', (path, plain) => {
  expect(plainPath(path)).toBe(plain);
});

it('sorts as Python does', () => {
  expect(['\u{1f600}', '￿', 'a', 'B'].sort(byCodePoint)).toEqual(['B', 'a', '￿', '\u{1f600}']);
});

const item = (
  fileName: string,
  sha256 = 'ab'.repeat(32),
  mediaType: ItemDescription['mediaType'] = 'image/jpeg',
) => ({
  fileName,
  sha256,
  mediaType,
});

describe('the name of an exported picture', () => {
  it.each([
    ['a.jpg', 'a.jpg'],
    ['A.JPEG', 'A.JPEG'],
    ['camera 1/0001.jpg', 'camera 1-0001.jpg'],
    ['../../etc/passwd', 'etc-passwd.jpg'],
    ['C:\\temp\\x.jpg', 'C_-temp-x.jpg'],
    ['x.png', 'x.png.jpg'],
    ['사진.jpg', '사진.jpg'],
    ['con.jpg', '_con.jpg'],
    ['.jpg', 'picture.jpg'],
    ['a\u0000b\u202ec.jpg', 'a_b_c.jpg'],
    ['x. .jpg', 'x.jpg'],
    ['', 'picture.jpg'],
  ])('%j becomes %s', (fileName, name) => {
    expect(new ExportNames().next(item(fileName))).toBe(name);
  });

  it('has an ending that is true', () => {
    expect(new ExportNames().next(item('a.jpg', 'ab'.repeat(32), 'image/png'))).toBe('a.jpg.png');
  });

  it('is unique without its ending and without case, whatever others are called', () => {
    const names = new ExportNames();
    const other = 'cd'.repeat(32);
    expect(names.next(item('a.jpg'))).toBe('a.jpg');
    expect(names.next(item('A.jpg', other))).toBe('A-cdcdcdcdcdcd.jpg');
    expect(names.next(item('a-cdcdcdcdcdcd.jpg', 'ef'.repeat(32)))).toBe('a-cdcdcdcdcdcd-efefefefefef.jpg');
    expect(names.next(item('a.png', other, 'image/png'))).toBe('a-cdcdcdcdcdcd-2.png');
  });

  it('given once, is given again, short, and safe on every system', () => {
    const named = fc.uniqueArray(
      fc.record({
        fileName: fc.string({ unit: 'grapheme', maxLength: 300 }),
        sha256: fc.stringMatching(/^[0-9a-f]{64}$/),
        mediaType: fc.constantFrom('image/jpeg' as const, 'image/png' as const, 'image/webp' as const),
      }),
      { selector: ({ sha256 }) => sha256, maxLength: 20 },
    );
    fc.assert(
      fc.property(named, (items) => {
        const first = new ExportNames();
        const given = items.map((one) => first.next(one));
        const second = new ExportNames();
        const again = items.map((one, at) => second.next({ ...one, fileName: given[at] ?? '' }));
        expect(again).toEqual(given);
        expect(new Set(given.map((name) => stemOf(name).toLowerCase())).size).toBe(given.length);
        for (const name of given) {
          expect(Buffer.byteLength(name)).toBeLessThanOrEqual(190);
          expect(name).toMatch(/^[^./\\\s<>:"|?*-][^/\\<>:"|?*]*\.(jpe?g|png|webp)$/i);
        }
      }),
    );
  });
});
