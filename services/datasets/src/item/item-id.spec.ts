import { itemId } from '@tutti/contracts/datasets';
import { expect, test } from 'vitest';
import { itemIdOf } from './item-id';

test('the same bytes are one item in a dataset, and another one in another', () => {
  const id = itemIdOf('d1', 'a'.repeat(64));
  expect(itemId.parse(id)).toBe(id);
  expect(itemIdOf('d1', 'a'.repeat(64))).toBe(id);
  expect(itemIdOf('d1', 'b'.repeat(64))).not.toBe(id);
  expect(itemIdOf('d2', 'a'.repeat(64))).not.toBe(id);
});
