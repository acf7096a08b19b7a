import { level, type NotificationEvent, type Notification } from '@tutti/contracts/summary';
import type { Projection, Recorded } from '@tutti/kernel';

export interface NotificationRow {
  readonly id: string;
  readonly code: Notification['code'];
  readonly category: Notification['category'];
  /** Place of its level among the levels, from 0. */
  readonly severity: number;
  readonly source: Notification['source'];
  /** Milliseconds since 1970. */
  readonly at: number;
  readonly lastAt: number;
  readonly count: number;
  readonly others: Notification['others'];
  readonly info: Notification['info'];
  /** Of the log, where it was raised. */
  readonly position: number;
}

const project = (
  row: NotificationRow | undefined,
  { event, aggregateId: id, position }: Recorded<NotificationEvent>,
): NotificationRow | undefined => {
  switch (event.type) {
    case 'NotificationRaised': {
      const { code, category, source, info } = event.data;
      const at = Date.parse(event.data.at);
      const severity = level.options.indexOf(event.data.level);
      return { id, code, category, severity, source, info, at, lastAt: at, count: 1, others: [], position };
    }
    case 'NotificationRepeated': {
      const { count, lastAt, others, info } = event.data;
      return row && { ...row, count, lastAt: Date.parse(lastAt), others, info: { ...row.info, ...info } };
    }
    default:
      return event satisfies never;
  }
};

export const notificationListProjection: Projection<NotificationRow, NotificationEvent> = {
  name: 'notification-list',
  version: 1,
  subjects: ['evt.summary.notification.*'],
  handles: ['NotificationRaised', 'NotificationRepeated'],
  key: ({ aggregateId }) => aggregateId,
  project,
};
