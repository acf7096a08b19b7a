import type { ChannelEvent, ChannelRoute, DeliveryEvent, DeliveryFailure } from '@tutti/contracts/summary';

export const channelId = '018f0000-0000-7000-8000-0000000000c1';

export const everything: ChannelRoute = {
  summaries: true,
  notifications: { minimumLevel: 'info' },
  language: 'en',
};

export const defined = (fromEnvironment = false): ChannelEvent => ({
  type: 'ChannelDefined',
  data: { name: 'Line 1', kind: 'teams', shownAs: 'example.com/…0a1b', route: everything, fromEnvironment },
});

export const failure = (code: DeliveryFailure['code'] = 'unavailable'): DeliveryFailure => ({
  code,
  detail: 'It did not work.',
});

export const attempted = (attempt = 1): DeliveryEvent => ({
  type: 'DeliveryAttempted',
  data: { channelId, attempt },
});
export const accepted = (attempt = 1): DeliveryEvent => ({
  type: 'DeliveryAccepted',
  data: { channelId, attempt, httpStatus: 202, bytes: 9 },
});
export const failed = (code: DeliveryFailure['code'], retryAt?: string, attempt = 1): DeliveryEvent => ({
  type: 'DeliveryFailed',
  data: { channelId, attempt, failure: failure(code), ...(retryAt === undefined ? {} : { retryAt }) },
});
