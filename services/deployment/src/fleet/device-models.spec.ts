import { describe, expect, test } from 'vitest';
import { modelBefore } from './device-models';

const stayed = (modelId: string) => ({ modelId, status: 'confirmed' }) as const;
const trial = (modelId: string) => ({ modelId, status: 'active' }) as const;
const found = (modelId: string) => ({ modelId, status: 'already-installed' }) as const;

describe('the model that a device had before', () => {
  test('is the last other one that stayed', () => {
    expect(modelBefore([stayed('c'), stayed('b'), stayed('a')])).toBe('b');
    expect(modelBefore([found('b'), stayed('b'), stayed('a')])).toBe('a');
    expect(modelBefore([stayed('a')])).toBeUndefined();
    expect(modelBefore([])).toBeUndefined();
  });

  test('is the last one that stayed while another is on trial, wherever that stands', () => {
    expect(modelBefore([trial('c'), stayed('b'), stayed('a')])).toBe('b');
    expect(modelBefore([stayed('b'), stayed('a'), trial('c')])).toBe('b');
    expect(modelBefore([trial('a')])).toBeUndefined();
  });

  test('is not the one that was left by going back', () => {
    expect(modelBefore([stayed('a'), stayed('b'), stayed('a')])).toBeUndefined();
    expect(modelBefore([stayed('b'), trial('a'), stayed('a')])).toBeUndefined();
    expect(modelBefore([stayed('b'), stayed('c'), stayed('b'), stayed('a')])).toBe('a');
  });
});
