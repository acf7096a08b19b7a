import { expect, it } from 'vitest';
import { softmax } from './softmax';

it('sums to 1, keeps the order and survives large logits', () => {
  expect([...softmax([0, Math.log(3)])]).toEqual([expect.closeTo(0.25), expect.closeTo(0.75)]);
  expect([...softmax([1000, 1000, -1000])]).toEqual([0.5, 0.5, 0]);
});
