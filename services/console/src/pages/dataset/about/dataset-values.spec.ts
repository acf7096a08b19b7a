import type { Dataset } from '@tutti/contracts/datasets';
import { expect, test } from 'vitest';
import { isPatch, patchOf, valuesOf } from './dataset-values';

const lids = {
  name: 'Lids',
  description: null,
  tags: { line: '3' },
  minimumPerClass: 10,
} as unknown as Dataset;
const values = valuesOf(lids);

test('what was left alone is not written again', () => {
  expect(patchOf(lids, values)).toEqual({});
  expect(isPatch({}, values)).toBe(false);
  const changed = { ...values, name: ' Lids 2 ', description: 'Seen from above', tags: [] };
  expect(patchOf(lids, changed)).toEqual({ name: 'Lids 2', description: 'Seen from above', tags: {} });
  expect(patchOf({ ...lids, description: 'x' }, values)).toEqual({ description: null });
});

test('a dataset needs a name', () => {
  const nameless = { ...values, name: ' ' };
  expect(isPatch(patchOf(lids, nameless), nameless)).toBe(false);
});
