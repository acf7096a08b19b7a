import { describe, expect, it } from 'vitest';
import { activationCoding, codeFilter } from './eight-bits';

describe('codes of activations', () => {
  it.each([
    ['after a ReLU6', { min: 0, max: 6 }, 6 / 255, 0],
    ['around 0', { min: -1, max: 1.55 }, 2.55 / 255, 100],
    ['above 0 only: 0 must have a code', { min: 3, max: 5.1 }, 5.1 / 255, 0],
    ['below 0 only', { min: -5.1, max: -3 }, 5.1 / 255, 255],
  ])('%s', (_, range, scale, zeroPoint) => {
    const coding = activationCoding(range);
    expect(coding.scale).toBeCloseTo(scale, 7);
    expect(coding.zeroPoint).toBe(zeroPoint);
  });

  it('exist where nothing varies', () => {
    expect(activationCoding({ min: 0, max: 0 }).scale).toBeGreaterThan(0);
  });
});

describe('codes of a filter', () => {
  it('use the whole range in each channel', () => {
    const { weights, weightScales, bias, biasScales } = codeFilter(
      Float32Array.of(1.27, -0.01, 0.5, -2.54),
      Float32Array.of(0.5, -1),
      0.5,
    );
    expect([...weights]).toEqual([127, -1, 25, -127]);
    expect([...weightScales]).toEqual([expect.closeTo(0.01), expect.closeTo(0.02)]);
    expect([...bias]).toEqual([100, -100]);
    expect([...biasScales]).toEqual([expect.closeTo(0.005), expect.closeTo(0.01)]);
  });

  it('keep the bias of a channel without weights within 32 bits', () => {
    const { bias, biasScales } = codeFilter(Float32Array.of(0, 0), Float32Array.of(3), 0.1);
    expect(Math.abs(bias[0] ?? NaN)).toBeLessThanOrEqual(2 ** 30);
    expect((bias[0] ?? NaN) * (biasScales[0] ?? NaN)).toBeCloseTo(3, 5);
  });
});
