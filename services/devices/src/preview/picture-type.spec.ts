import { expect, test } from 'vitest';
import { pictureType } from './picture-type';

test.each([
  ['image/jpeg', 'ffd8ffe000104a464946'],
  ['image/png', '89504e470d0a1a0a0000'],
  ['image/webp', '52494646240000005745425056503820'],
  [undefined, '52494646240000005741564566'],
  [undefined, '3c73766720786d6c6e733d'],
  [undefined, '474946383961'],
  [undefined, 'ffd8'],
  [undefined, ''],
])('%s', (type, hex) => {
  expect(pictureType(Buffer.from(hex, 'hex'))).toBe(type);
});
