import { expect, test } from 'vitest';
import { urlOf } from './url';

test('parameters without a value are left out, the others encoded', () => {
  expect(urlOf('/devices', { q: 'a==b;c==d', sort: undefined, pageToken: '', pageSize: 0 })).toBe(
    '/devices?q=a%3D%3Db%3Bc%3D%3Dd&pageSize=0',
  );
  expect(urlOf('/devices')).toBe('/devices');
});
