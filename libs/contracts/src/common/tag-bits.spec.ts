import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bitsOfKey, bitsOfTag, bitsOfTags } from './tag-bits';

const has = (bits: number, needed: number): boolean => (BigInt(bits) & BigInt(needed)) === BigInt(needed);

test('tags have the bits of each of their keys and values', () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.string(), { maxKeys: 32 }), (tags) => {
      const bits = bitsOfTags(tags);
      expect(Number.isSafeInteger(bits)).toBe(true);
      for (const [key, value] of Object.entries(tags))
        expect([has(bits, bitsOfKey(key)), has(bits, bitsOfTag(key, value))]).toEqual([true, true]);
    }),
  );
});

test('few other tags have them', () => {
  const all = Array.from({ length: 10_000 }, (_, n) =>
    bitsOfTags({ line: String(n % 7), building: `b${n % 90}`, camera: n % 2 === 0 ? 'front' : 'rear' }),
  );
  const taken = Array.from({ length: 100 }, (_, n) => bitsOfTag('building', `none${n}`)).map(
    (needed) => all.filter((bits) => has(bits, needed)).length / all.length,
  );
  expect(taken.reduce((sum, share) => sum + share, 0) / taken.length).toBeLessThan(0.03);
});

test('the signature of given tags never changes', () => {
  expect(bitsOfTags({})).toBe(0);
  expect(bitsOfTags({ line: '3', site: '서울' })).toBe(35_597_108_445_312);
});
