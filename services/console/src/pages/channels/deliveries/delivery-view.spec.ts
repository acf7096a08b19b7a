import { expect, test } from 'vitest';
import { filterOf, usualView } from './delivery-view';

test('an address says what to list; what is not understood is everything', () => {
  expect(filterOf(usualView)).toEqual({});
  const channel = '0199d0c0-0000-7000-8000-000000000001';
  expect(filterOf({ ...usualView, channel, status: 'failed' })).toEqual({
    channelId: channel,
    status: 'failed',
  });
  expect(filterOf({ ...usualView, channel: 'line', status: 'lost' })).toEqual({});
});
