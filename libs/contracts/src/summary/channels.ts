import { z } from 'zod';
import { listOf, pageQuery, timestamp } from '../common';
import { timeZone } from '../training/triggers';
import { deliveryFailure } from './delivery-failure';
import { level } from './messages';
import { clockTime, count, language, webAddress } from './shapes';

/**
 * `teams`: a Workflows webhook. `slack`: an incoming webhook. `webhook`: JSON, signed with HMAC-SHA256.
 * `summary-server`: the rows of each day to another Tutti.
 */
export const channelKind = z.enum(['teams', 'slack', 'webhook', 'summary-server']);
export type ChannelKind = z.infer<typeof channelKind>;

export const channelName = z.string().trim().min(1).max(64);

/** What notifications are about; people and channels choose by it. */
export const notificationCategory = z.enum([
  'connectivity',
  'inference',
  'score',
  'datasets',
  'training',
  'deployment',
  'system',
  'security',
]);
export type NotificationCategory = z.infer<typeof notificationCategory>;

/** Between these times nothing is sent but what is critical; it comes when they are over. Over midnight when `to` is before `from`. */
export const quietHours = z.strictObject({ from: clockTime, to: clockTime, timeZone });
export type QuietHours = z.infer<typeof quietHours>;

/** What a channel takes. */
export const channelRoute = z.strictObject({
  summaries: z.boolean(),
  /** `null`: none. */
  notifications: z
    .strictObject({
      minimumLevel: level,
      /** All when absent. */
      categories: z.array(notificationCategory).min(1).optional(),
    })
    .nullable(),
  quietHours: quietHours.optional(),
  language,
});
export type ChannelRoute = z.infer<typeof channelRoute>;

/** `needs-attention`: what is sent comes back for good; nothing more is sent until somebody has looked. */
export const channelStatus = z.enum(['working', 'untried', 'needs-attention', 'off']);
export type ChannelStatus = z.infer<typeof channelStatus>;

export const channel = z.strictObject({
  id: z.uuid(),
  name: channelName,
  kind: channelKind,
  /** Host and the end of what follows: what the whole address says is a secret. */
  shownAs: z.string().max(300),
  route: channelRoute,
  status: channelStatus,
  /** Why it needs attention, in English; its code is that of the delivery that failed. */
  attention: z.string().max(512).nullable(),
  attentionCode: deliveryFailure.shape.code.nullable(),
  /** Set by the environment: its address and secret are changed there alone, and nobody removes it. */
  fromEnvironment: z.boolean(),
  /** Deliveries that wait to be sent. */
  waiting: count,
  lastAcceptedAt: timestamp.nullable(),
  version: z.number().int(),
});
export type Channel = z.infer<typeof channel>;
export const channelList = listOf(channel);
export const channelsQuery = z.strictObject(pageQuery);

/** Write-only; kept in the vault. */
const address = webAddress.max(2048);
/** Signs a webhook, or is the key that a summary server gave. Write-only. */
const secret = z.string().min(16).max(512);

export const defineChannel = z.strictObject({
  name: channelName,
  kind: channelKind,
  address,
  secret: secret.optional(),
  route: channelRoute,
});
export type DefineChannel = z.infer<typeof defineChannel>;

export const changeChannel = z.strictObject({
  name: channelName.optional(),
  address: address.optional(),
  secret: secret.optional(),
  route: channelRoute.optional(),
  enabled: z.boolean().optional(),
});
export type ChangeChannel = z.infer<typeof changeChannel>;
