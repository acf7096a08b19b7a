import { expect, it } from 'vitest';
import { classIdsOf } from './judge-detector';

it('a box says a class by its key, or by a name that is no key', () => {
  const ids = classIdsOf([
    { key: '1', name: '0' },
    { key: '2', name: '1' },
    { key: '3', name: 'Three' },
  ]);
  expect(['0', '1', '2', '3', 'Three', '4'].map((said) => ids.get(said))).toEqual([0, 0, 1, 2, 2, undefined]);
});
