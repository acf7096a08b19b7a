import { expect, test } from 'vitest';
import { channelId, failure } from '../channel/channel.fixture';
import type { DeliveryRow } from './delivery-list.projection';
import { shownDelivery } from './shown-delivery';

const requestedAt = Date.parse('2026-11-22T00:00:00Z');
const row = {
  ...{ id: channelId, channelId, about: { kind: 'test' }, day: null, title: 'Test', attempts: 1, version: 3 },
  ...{
    status: 'retrying',
    requestedAt,
    endedAt: null,
    retryAt: requestedAt + 1000,
    failure: failure('unavailable'),
  },
} as const satisfies DeliveryRow;
const shown = (more: Partial<DeliveryRow>, attention = false) => {
  const { status, retryAt } = shownDelivery(
    { ...row, ...more },
    { name: 'Line 1', kind: 'teams', attention: attention ? failure('gone') : null },
  );
  return { status, retryAt };
};

test('what is tried again says when', () => {
  expect(shown({})).toEqual({ status: 'retrying', retryAt: '2026-11-22T00:00:01.000Z' });
});

test('while its channel needs attention it waits, and nobody knows until when', () => {
  const waits = { status: 'waiting', retryAt: null };
  expect(shown({}, true)).toEqual(waits);
  expect(shown({ failure: failure('gone') }, true)).toEqual(waits);
  expect(shown({ failure: failure('gone') })).toEqual({ status: 'retrying', retryAt: null });
});

test('what has ended or was never tried stays what it is', () => {
  for (const status of ['accepted', 'failed', 'dropped', 'waiting', 'sending'] as const)
    expect(shown({ status, retryAt: null }, true)).toEqual({ status, retryAt: null });
});
