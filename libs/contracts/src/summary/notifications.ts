import { z } from 'zod';
import { listOf, pageQuery, timestamp } from '../common';
import { notificationCategory } from './channels';
import { level } from './messages';
import { count } from './shapes';

/** `<category>.<what>`: the console has a text for each; so have the channels. */
export const notificationCode = z.enum([
  'connectivity.device-offline',
  'connectivity.devices-offline',
  'connectivity.device-back',
  'inference.device-faulted',
  'inference.failures',
  'score.warning',
  'datasets.import-finished',
  'datasets.import-failed',
  'training.run-succeeded',
  'training.run-failed',
  'training.gate-refused',
  'deployment.rollout-finished',
  'deployment.rollout-failed',
  'deployment.rollout-paused',
  'deployment.rollout-waits',
  'deployment.automatic-refused',
  'system.process-parked',
  'system.projection-halted',
  'system.effect-failing',
  'system.disk-low',
  'system.channel-needs-attention',
  'security.enrolment-token-expires',
  'security.device-waits',
]);
export type NotificationCode = z.infer<typeof notificationCode>;

/** What it is about, for a link. */
export const notificationSource = z.strictObject({
  kind: z.enum([
    'device',
    'dataset',
    'stream',
    'run',
    'model',
    'rollout',
    'channel',
    'process',
    'workspace',
    'enrolment-token',
  ]),
  id: z.string().max(128),
  name: z.string().max(128),
});
export type NotificationSource = z.infer<typeof notificationSource>;

/** What the text of the code is filled in with. */
export const notificationInfo = z
  .record(z.string().max(32), z.union([z.string().max(512), z.number()]))
  .refine((all) => Object.keys(all).length <= 16, 'must have at most 16 entries');
export type NotificationInfo = z.infer<typeof notificationInfo>;

export const notification = z.strictObject({
  id: z.uuid(),
  code: notificationCode,
  category: notificationCategory,
  level,
  source: notificationSource,
  /** When it happened first, and last: what happens again soon is one notification. */
  at: timestamp,
  lastAt: timestamp,
  count: z.number().int().min(1),
  /** Names of others that it happened to, too. */
  others: z.array(z.string().max(128)).max(20),
  info: notificationInfo,
  /** `[LEVEL][time][source][summary] text`, in English (requirements §2). */
  message: z.string().max(2000),
  read: z.boolean(),
});
export type Notification = z.infer<typeof notification>;
export const notificationList = listOf(notification).extend({ unread: count });
export const notificationsQuery = z.strictObject({
  ...pageQuery,
  unread: z.stringbool().optional(),
  minimumLevel: level.optional(),
  category: notificationCategory.optional(),
});

/** Either some, or all up to now. */
export const readNotifications = z.strictObject({ ids: z.array(z.uuid()).min(1).max(500).optional() });
export const dismissNotifications = z.strictObject({ ids: z.array(z.uuid()).min(1).max(500) });
export const unreadCount = z.strictObject({ unread: count, worst: level.nullable() });
export type UnreadCount = z.infer<typeof unreadCount>;

/** One person's. */
export const notificationPreferences = z.strictObject({
  minimumLevel: level,
  muted: z.array(notificationCategory),
});
export type NotificationPreferences = z.infer<typeof notificationPreferences>;
export const usualPreferences: NotificationPreferences = { minimumLevel: 'info', muted: [] };
