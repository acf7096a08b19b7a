import type { DeliveryFailure } from '@tutti/contracts/summary';
import { given } from '@tutti/testing';
import { describe, expect, test } from 'vitest';
import { accepted, attempted, channelId, failed, failure } from '../channel/channel.fixture';
import { dayMessage } from '../message/message.fixture';
import { deliveryDecider } from './delivery.decider';

const about = { kind: 'summary', date: '2026-11-21', revision: 1 } as const;
const requested = { type: 'DeliveryRequested', data: { channelId, about, message: dayMessage } } as const;
const request = { type: 'RequestDelivery', channelId, about, message: dayMessage } as const;
const dropped = { type: 'DeliveryDropped', data: { channelId } } as const;
const retryAt = '2026-11-22T00:01:00.000Z';

test('what was asked for is one delivery', () => {
  given(deliveryDecider)
    .when({ ...request, notBefore: new Date(retryAt) })
    .gives({ ...requested, data: { ...requested.data, notBefore: retryAt } });
  given(deliveryDecider, requested).when(request).isRefused('delivery.already-requested');
});

describe('an attempt', () => {
  test('is written before anything is sent, and counts up', () => {
    given(deliveryDecider, requested).when({ type: 'BeginAttempt' }).gives(attempted(1));
    given(deliveryDecider, requested, attempted(1), failed('unavailable', retryAt))
      .when({ type: 'BeginAttempt' })
      .gives(attempted(2));
  });
  test('begins no second time while one goes on, nor after the end', () => {
    given(deliveryDecider, requested, attempted())
      .when({ type: 'BeginAttempt' })
      .isRefused('delivery.not-ended');
    given(deliveryDecider, requested, attempted(), accepted())
      .when({ type: 'BeginAttempt' })
      .isRefused('delivery.ended');
    given(deliveryDecider).when({ type: 'BeginAttempt' }).isRefused('delivery.not-found');
  });
  test('has one outcome', () => {
    const accept = { type: 'RecordAcceptance', httpStatus: 202, bytes: 9 } as const;
    const fail = { type: 'RecordFailure', failure: failure(), retryAt: new Date(retryAt) } as const;
    given(deliveryDecider, requested, attempted()).when(accept).gives(accepted());
    given(deliveryDecider, requested, attempted()).when(fail).gives(failed('unavailable', retryAt));
    given(deliveryDecider, requested, attempted(), accepted()).when(fail).gives();
    given(deliveryDecider, requested, attempted(), failed('unavailable', retryAt)).when(accept).gives();
  });
});

describe('a person', () => {
  const retry = { type: 'RetryDelivery' } as const;
  const retried = { type: 'DeliveryRetried', data: { channelId } } as const;

  test('has tried again what was given up or dropped', () => {
    given(deliveryDecider, requested, attempted(), failed('refused')).when(retry).gives(retried);
    given(deliveryDecider, requested, dropped).when(retry).gives(retried);
  });
  test('does not double what was accepted or goes on', () => {
    given(deliveryDecider, requested, attempted(), accepted()).when(retry).isRefused('delivery.not-failed');
    given(deliveryDecider, requested).when(retry).isRefused('delivery.not-ended');
  });
});

test('what has not ended is dropped, once', () => {
  given(deliveryDecider, requested).when({ type: 'DropDelivery' }).gives(dropped);
  given(deliveryDecider, requested, dropped).when({ type: 'DropDelivery' }).gives();
});

test('a repetition of what may have been taken is known as one; of what certainly was not, it is not', () => {
  const after = (code: DeliveryFailure['code'], httpStatus?: number) => {
    const own = httpStatus === undefined ? {} : { httpStatus };
    const data = { channelId, attempt: 1, failure: { ...failure(code), ...own }, retryAt };
    const events = [requested, attempted(), { type: 'DeliveryFailed', data } as const];
    const state = events.reduce(deliveryDecider.evolve, deliveryDecider.initialState);
    return 'mayHaveArrived' in state && state.mayHaveArrived;
  };
  for (const status of [500, 502, 504]) expect(after('unavailable', status)).toBe(true);
  for (const code of ['timeout', 'interrupted'] as const) expect(after(code)).toBe(true);
  for (const status of [503, 408]) expect(after('unavailable', status)).toBe(false);
  for (const code of ['unavailable', 'unreachable', 'throttled'] as const) expect(after(code)).toBe(false);
});
