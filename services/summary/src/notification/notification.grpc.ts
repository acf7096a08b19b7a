import {
  NotificationCategory,
  NotificationLevel,
  NotificationServiceService,
  NotificationSourceKind,
  type NotificationPreferences as PreferencesMessage,
} from '@tutti/contracts/gen/tutti/summary/v1/notification';
import {
  level,
  notificationCategory,
  notificationSource,
  type Notification,
  type NotificationPreferences,
  type UnreadCount,
} from '@tutti/contracts/summary';
import { enumMap, grpcService, unary, type Present } from '@tutti/service-kit';
import { NotificationPreferencesController } from './notification-preferences.controller';
import { NotificationController } from './notification.controller';
import * as routes from './notification.routes';

const levels = enumMap(level.options, NotificationLevel);
const categories = enumMap(notificationCategory.options, NotificationCategory);
const kinds = enumMap(notificationSource.shape.kind.options, NotificationSourceKind);

const toMessage = ({ source, ...notification }: Notification) => ({
  ...notification,
  level: levels.toProto(notification.level),
  category: categories.toProto(notification.category),
  source: { ...source, kind: kinds.toProto(source.kind) },
});

const toUnread = ({ unread, worst }: UnreadCount) => ({
  unread,
  worst: worst === null ? undefined : levels.toProto(worst),
});

const toPreferences = ({ minimumLevel, muted }: NotificationPreferences) => ({
  preferences: { minimumLevel: levels.toProto(minimumLevel), muted: muted.map(categories.toProto) },
});

const fromPreferences = (message: Present<PreferencesMessage> | undefined): NotificationPreferences => ({
  minimumLevel: levels.fromProto(message?.minimumLevel ?? 0),
  muted: (message?.muted ?? []).map((one) => categories.fromProto(one)),
});

export const notificationGrpc = grpcService(NotificationServiceService, (get) => {
  const notifications = get(NotificationController);
  const preferences = get(NotificationPreferencesController);
  return {
    listNotifications: unary(routes.list, {
      request: ({ minimumLevel, category, unread, ...page }) => ({
        query: {
          ...page,
          unread: unread === undefined ? undefined : String(unread),
          minimumLevel: levels.fromProto(minimumLevel),
          category: categories.fromProto(category),
        },
      }),
      handle: (input) => notifications.list(input),
      reply: ({ items, ...rest }) => ({ ...rest, items: items.map(toMessage) }),
    }),
    getUnreadNotifications: unary(routes.unread, {
      request: () => ({}),
      handle: (input) => notifications.unread(input),
      reply: toUnread,
    }),
    readNotifications: unary(routes.read, {
      request: ({ ids }) => ({ body: { ids: ids.length === 0 ? undefined : [...ids] } }),
      handle: (input) => notifications.read(input),
      reply: toUnread,
    }),
    dismissNotifications: unary(routes.dismiss, {
      request: ({ ids }) => ({ body: { ids: [...ids] } }),
      handle: (input) => notifications.dismiss(input),
      reply: toUnread,
    }),
    getNotificationPreferences: unary(routes.preferences, {
      request: () => ({}),
      handle: (input) => preferences.get(input),
      reply: toPreferences,
    }),
    setNotificationPreferences: unary(routes.setPreferences, {
      request: (message) => ({ body: fromPreferences(message.preferences) }),
      handle: (input) => preferences.set(input),
      reply: toPreferences,
    }),
  };
});
