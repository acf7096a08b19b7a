import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalLabel, classesIn, classKeyOf, isSameLabel, type LabelBox } from '../src/datasets';

const box: fc.Arbitrary<LabelBox> = fc.record({
  classKey: fc.constantFrom('ok', 'dent'),
  x: fc.constantFrom(0, 1, 2.5),
  y: fc.constantFrom(0, 3),
  w: fc.constantFrom(1, 10.25),
  h: fc.constantFrom(1, 2),
});

describe('labels', () => {
  it('are the same in whatever order their boxes and fields stand', () =>
    fc.assert(
      fc.property(fc.array(box), fc.func(fc.integer()), (boxes, weight) => {
        const shuffled = boxes
          .map(({ h, w, y, x, classKey }, index) => ({ of: { h, w, y, x, classKey }, at: weight(index) }))
          .sort((a, b) => a.at - b.at)
          .map(({ of }) => of);
        expect(canonicalLabel({ boxes: shuffled })).toBe(canonicalLabel({ boxes }));
      }),
    ));

  it('differ by whatever they state', () => {
    const one = { classKey: 'ok', x: 0, y: 0, w: 1, h: 1 };
    expect(isSameLabel({ boxes: [] }, { boxes: [one] })).toBe(false);
    expect(isSameLabel({ boxes: [one] }, { boxes: [one, one] })).toBe(false);
    expect(isSameLabel({ boxes: [one] }, { boxes: [{ ...one, w: 1.5 }] })).toBe(false);
    expect(isSameLabel({ classKey: 'ok' }, { classKey: 'dent' })).toBe(false);
    expect(canonicalLabel({ boxes: [one] })).toBe('{"boxes":[{"classKey":"ok","x":0,"y":0,"w":1,"h":1}]}');
  });

  it('count how often each class stands in them', () => {
    const at = { x: 0, y: 0, w: 1, h: 1 };
    expect(classesIn({ classKey: 'ok' })).toEqual({ ok: 1 });
    expect(classesIn({ boxes: [] })).toEqual({});
    expect(
      classesIn({
        boxes: [
          { classKey: 'a', ...at },
          { classKey: 'b', ...at },
          { classKey: 'a', ...at },
        ],
      }),
    ).toEqual({ a: 2, b: 1 });
  });
});

describe('the key of a class', () => {
  it.each([
    ['Deep scratch', 'deep-scratch'],
    ['Zoë', 'zoe'],
    ['  A/B (new) ', 'a-b-new'],
    ['-x-', 'x'],
    ['긁힘', undefined],
  ])('of %s is %s', (name, key) => {
    expect(classKeyOf(name)).toBe(key);
  });
});
