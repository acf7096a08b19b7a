import type { NotificationEvent } from '@tutti/contracts/summary';

export type RaisedEvent = Extract<NotificationEvent, { type: 'NotificationRaised' }>;

export const notificationId = (n: number): string => `0191e5a0-0000-7000-8000-${String(n).padStart(12, '0')}`;

export const raisedEvent = (data: Partial<RaisedEvent['data']> = {}): RaisedEvent => ({
  type: 'NotificationRaised',
  data: {
    code: 'score.warning',
    category: 'score',
    level: 'warning',
    source: { kind: 'device', id: 'abc', name: 'line-1' },
    at: new Date().toISOString(),
    info: { model: 'lids', modelVersion: 'v1.0', results: 3, below: 0.7, lowest: 0.2 },
    ...data,
  },
});
