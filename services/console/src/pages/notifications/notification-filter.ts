import { level, notificationCategory } from '@tutti/contracts/summary';
import type { NotificationFilter } from '../../api/notifications';

/** What the page is asked to show, as its address has it; empty is everything. */
export const usualView = { unread: '', level: '', category: '' };
export type NotificationView = typeof usualView;

/** The same for the server; what an address says that nobody understands is left out. */
export const filterOf = (view: NotificationView): Omit<NotificationFilter, 'pageSize'> => {
  const minimumLevel = level.safeParse(view.level).data;
  const category = notificationCategory.safeParse(view.category).data;
  return {
    ...(view.unread === '' ? {} : { unread: 'true' }),
    ...(minimumLevel && { minimumLevel }),
    ...(category && { category }),
  };
};
