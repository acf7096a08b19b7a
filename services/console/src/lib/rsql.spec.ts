import { describe, expect, test } from 'vitest';
import { composeFilter, faultPosition, quote } from './rsql';

const searched = 'name=like="*cam*",serial=like="*cam*",site=like="*cam*"';

describe('composeFilter', () => {
  test('joins filter and search, and leaves alone what stands alone', () => {
    expect(composeFilter('', '')).toBe('');
    expect(composeFilter(' badge==ready ', '')).toBe('badge==ready');
    expect(composeFilter('', 'cam')).toBe(searched);
    expect(composeFilter('a==1,b==2', 'cam')).toBe(`(a==1,b==2);(${searched})`);
  });

  test('quotes what people type', () => {
    expect(quote('a"b\\c')).toBe('"a\\"b\\\\c"');
  });
});

describe('faultPosition', () => {
  const at = (character: number): string => `There is no field (at character ${character} of the filter)`;

  test('points into the typed text, whatever was put around it', () => {
    const filter = 'badge==ready;colour==red';
    expect(faultPosition(at(14), filter, '')).toBe(13);
    expect(faultPosition(at(15), filter, 'cam')).toBe(13);
    expect(faultPosition(at(14), `  ${filter}`, '')).toBe(15);
  });

  test('stays within the text, and says nothing when the server does not', () => {
    expect(faultPosition(at(99), 'abc', '')).toBe(3);
    expect(faultPosition('It is wrong', 'abc', '')).toBeUndefined();
  });
});
