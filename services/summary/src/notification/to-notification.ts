import { level, type Notification } from '@tutti/contracts/summary';
import type { NotificationRow } from './notification-list.projection';
import { notificationLine } from './notification-message';

export const toNotification = (row: NotificationRow, read: boolean): Notification => {
  const { id, code, category, source, count, others, info } = row;
  const shown = {
    ...{ id, code, category, source, info },
    level: level.options[row.severity] ?? 'critical',
    at: new Date(row.at).toISOString(),
  };
  const again = { count, others, lastAt: new Date(row.lastAt).toISOString() };
  return { ...shown, ...again, message: notificationLine(shown, count > 1 ? again : undefined), read };
};
