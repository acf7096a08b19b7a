import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fitLabels } from './fit-labels';

describe('labels for telemetry', () => {
  it('are left as they are when they fit', () => {
    expect([...fitLabels(['cat', 'dog'])]).toEqual([
      ['cat', 'cat'],
      ['dog', 'dog'],
    ]);
  });

  it('fit into 32 characters and stay different, whatever a model calls its classes', () => {
    const label = fc.oneof(
      fc.string({ minLength: 1, maxLength: 40 }),
      fc.constantFrom(...'abc').map((c) => c.repeat(31) + c.repeat(20)),
    );
    fc.assert(
      fc.property(fc.uniqueArray(label, { maxLength: 60 }), (labels) => {
        const fitted = [...fitLabels(labels).values()];
        expect(Math.max(0, ...fitted.map(({ length }) => length))).toBeLessThanOrEqual(32);
        expect(new Set(fitted).size).toBe(labels.length);
      }),
    );
  });
});
