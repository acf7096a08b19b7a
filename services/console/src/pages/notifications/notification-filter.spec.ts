import { expect, test } from 'vitest';
import { filterOf, usualView } from './notification-filter';

test('an address says what to show; what is not understood is everything', () => {
  expect(filterOf(usualView)).toEqual({});
  expect(filterOf({ unread: 'yes', level: 'error', category: 'score' })).toEqual({
    unread: 'true',
    minimumLevel: 'error',
    category: 'score',
  });
  expect(filterOf({ unread: '', level: 'loud', category: 'weather' })).toEqual({});
});
