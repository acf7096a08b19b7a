import { bigint, json, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { InboxRow } from './inbox-list.projection';
import type { NotificationRow } from './notification-list.projection';

export const notificationListTable = viewTable<NotificationRow>({
  name: 'notification_list',
  columns: {
    code: text('code', 64),
    category: text('category', 16),
    severity: bigint('severity'),
    source: json('source'),
    at: bigint('at'),
    lastAt: bigint('last_at'),
    count: bigint('times'),
    others: json('others'),
    info: json('info'),
    position: bigint('position'),
  },
});

export const inboxListTable = viewTable<InboxRow>({
  name: 'inbox_list',
  columns: {
    readUpTo: bigint('read_up_to'),
    read: json('read_ids'),
    dismissed: json('dismissed_ids'),
    preferences: json('preferences'),
  },
});
