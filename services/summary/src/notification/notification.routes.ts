import {
  dismissNotifications,
  notificationList,
  notificationPreferences,
  notificationsQuery,
  readNotifications,
  unreadCount,
} from '@tutti/contracts/summary';
import { defineRoute } from '@tutti/service-kit';

const permission = 'notifications:read';

export const list = defineRoute({
  method: 'GET',
  path: '',
  permission,
  summary: 'List your notifications, the newest first',
  description:
    'Without those that you dismissed or do not want to be told of. Whoever asks for a `category` sees it though it is muted.',
  query: notificationsQuery,
  response: notificationList,
});

export const unread = defineRoute({
  method: 'GET',
  path: 'unread',
  permission,
  summary: 'Show how many notifications you have not read, and how bad the worst of them is',
  response: unreadCount,
});

export const read = defineRoute({
  method: 'POST',
  path: 'read',
  permission,
  summary: 'Mark notifications as read: some, or all up to now',
  body: readNotifications,
  response: unreadCount,
  command: true,
});

export const dismiss = defineRoute({
  method: 'POST',
  path: 'dismiss',
  permission,
  summary: 'Put notifications away: you see them no more',
  body: dismissNotifications,
  response: unreadCount,
  command: true,
});

export const preferences = defineRoute({
  method: 'GET',
  path: '',
  permission,
  summary: 'Show what you want to be told',
  response: notificationPreferences,
});

export const setPreferences = defineRoute({
  method: 'PUT',
  path: '',
  permission,
  summary: 'Say what you want to be told: from which level on, and which categories not',
  description: 'For you alone. What goes to channels is said at each channel.',
  body: notificationPreferences,
  response: notificationPreferences,
  command: true,
});
