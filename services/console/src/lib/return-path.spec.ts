import { expect, test } from 'vitest';
import { safeReturnPath, signInPath } from './return-path';

test('leads back to where one was', () => {
  const path = '/edges?q=badge==ready&sort=name:DESC';
  const query = new URLSearchParams(signInPath(path).split('?')[1]);
  expect(safeReturnPath(query.get('to'))).toBe(path);
  expect(signInPath('/')).toBe('/sign-in');
});

test.each([
  null,
  '',
  'https://evil.example',
  '//evil.example',
  '/\\evil.example',
  'javascript:alert(1)',
  '/sign-in?to=/x',
])('never leads to %s', (wanted) => {
  expect(safeReturnPath(wanted)).toBe('/');
});
