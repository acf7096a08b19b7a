import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitDigits } from '../digits/digit-split';
import { checkParity } from './parity';
import { seededRandom, shuffled } from '@tutti/kernel';
import { stratifiedSplit } from './stratified-split';

describe('random numbers', () => {
  it('are the same for a seed on every machine', () => {
    const random = seededRandom(1);
    // The known first numbers of Mulberry32 for seed 1.
    expect([random(), random(), random()].map((value) => value * 2 ** 32)).toEqual([
      2693262067, 11749833, 2265367787,
    ]);
  });

  it('shuffle without loss', () => {
    const items = Array.from({ length: 50 }, (_, index) => index);
    const order = shuffled(items, seededRandom(3));
    expect(order).not.toEqual(items);
    expect(order.toSorted((a, b) => a - b)).toEqual(items);
  });
});

describe('a stratified split', () => {
  it('puts every row in one part and a share of every class aside', () => {
    const some = fc.array(fc.nat(3), { minLength: 1, maxLength: 60 });
    fc.assert(
      fc.property(some, fc.nat(), (names, seed) => {
        const classes = Uint16Array.from(names);
        const { kept, heldOut } = stratifiedSplit(classes, 0.2, seededRandom(seed));
        expect([...kept, ...heldOut].toSorted((a, b) => a - b)).toEqual([...classes.keys()]);
        for (const name of new Set(names)) {
          const rows = names.filter((other) => other === name).length;
          const aside = heldOut.filter((row) => classes[row] === name).length;
          expect(aside).toBe(rows < 2 ? 0 : Math.max(1, Math.round(rows * 0.2)));
        }
      }),
    );
  });
});

describe('splitting digits', () => {
  const digits = [0, 1].map((label) =>
    Array.from({ length: 9 }, (_, index) => new Uint8Array([label, index])),
  );

  it('draws equally from every class and never twice', () => {
    const { train, test, pictures } = splitDigits(digits, { train: 4, test: 3, pictures: 2 }, 1);
    expect([train, test, pictures].map((part) => part.filter(({ label }) => label === 1).length)).toEqual([
      4, 3, 2,
    ]);
    const all = [...train, ...test, ...pictures];
    expect(new Set(all.map(({ pixels }) => pixels)).size).toBe(18);
    expect(all.every(({ pixels, label }) => pixels[0] === label)).toBe(true);
  });

  it('says when there are too few', () => {
    expect(() => splitDigits(digits, { train: 8, test: 1, pictures: 1 }, 1)).toThrow('10 are needed');
  });
});

describe('the parity gate', () => {
  const rows = (changed = 0.25) => Array.from({ length: 16 }, (_, row) => [row === 3 ? changed : 0.25, 0.75]);

  it('measures the largest difference', () => {
    expect(checkParity(rows(), rows(0.25005))).toBeCloseTo(5e-5);
  });

  it.each([
    ['a difference', rows(), rows(0.2502), 'differs by'],
    ['no number', rows(), rows(NaN), 'differs by NaN'],
    ['no pictures', [], [], 'got 0 and 0'],
    ['a picture that is missing', rows(), rows().slice(1), '16 and 15'],
    ['another number of classes', rows(), rows().map(() => [1]), 'number of classes'],
  ])('refuses %s', (_, trained, exported, message) => {
    expect(() => checkParity(trained, exported)).toThrow(message);
  });
});
