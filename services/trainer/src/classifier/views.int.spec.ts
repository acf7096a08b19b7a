import { expect, it } from 'vitest';
import { viewOf } from './views';

const row = [10, 20, 30, 200, 210, 220];
const picture = { width: 2, height: 2, data: Uint8Array.of(...row, ...row) };

it.each([
  ['plain', [10, 20, 30, 200, 210, 220]],
  ['mirrored', [200, 210, 220, 10, 20, 30]],
  ['darker', [7, 14, 21, 140, 147, 154]],
  ['brighter', [13, 26, 39, 255, 255, 255]],
] as const)('a picture is seen %s', async (augmentation, expected) => {
  const { data, width, height } = await viewOf(picture, augmentation, 2);
  expect([width, height]).toEqual([2, 2]);
  expect([...data]).toEqual([...expected, ...expected]);
});
