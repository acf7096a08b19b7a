import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PreviewBudget } from './preview-budget';

const day = 86_400_000;

describe('the preview budget', () => {
  it('allows a quarter at once and spreads the rest over the day', () => {
    let now = 0;
    const budget = new PreviewBudget(100, () => now);
    const burst = Array.from({ length: 100 }, () => budget.take()).filter(Boolean);
    expect(burst).toHaveLength(25);
    now = day / 75;
    expect([budget.take(), budget.take()]).toEqual([true, false]);
  });

  it('is never exceeded in a day, however it is used', () => {
    const pauses = fc.array(fc.integer({ min: 0, max: day / 20 }), { maxLength: 400 });
    fc.assert(
      fc.property(pauses, fc.integer({ min: 0, max: 200 }), (waits, perDay) => {
        let now = 0;
        const budget = new PreviewBudget(perDay, () => now);
        let taken = 0;
        for (const wait of waits) {
          now += wait;
          if (now > day) break;
          if (budget.take()) taken++;
        }
        expect(taken).toBeLessThanOrEqual(perDay);
      }),
    );
  });
});
