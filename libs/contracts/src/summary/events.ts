import { z } from 'zod';
import { defineEvents, event, nameEvents, type EventOf } from '../common';
import { sha256 } from '../devices/shapes';
import { blobReference } from '../training/shapes';
import { timeZone } from '../training/triggers';
import { channelKind, channelName, channelRoute, notificationCategory } from './channels';
import { deliveryAbout } from './deliveries';
import { deliveryFailure } from './delivery-failure';
import { level, message } from './messages';
import {
  notificationCode,
  notificationInfo,
  notificationPreferences,
  notificationSource,
} from './notifications';
import { count, day, reason, workspaceName } from './shapes';
import { summaryFigures, summarySettings } from './summaries';

const attempt = z.number().int().min(1);
const revision = z.number().int().min(1);
const rows = z.strictObject({ count, ...blobReference.shape });

/** The id of the aggregate is the day. */
export const dailySummaryEvents = defineEvents('summary', 'daily-summary', {
  SummaryComposed: event(
    z.strictObject({
      date: day,
      workspace: workspaceName,
      timeZone,
      revision,
      figures: summaryFigures,
      rows,
      /** The day was not over: it is summed up again when it is. */
      soFar: z.literal(true).optional(),
    }),
  ),
});
export type DailySummaryEvent = EventOf<typeof dailySummaryEvents>;

/** The one aggregate has the id `workspace`. */
export const summarySettingsEvents = defineEvents('summary', 'summary-settings', {
  SummarySettingsChanged: event(summarySettings),
});
export type SummarySettingsEvent = EventOf<typeof summarySettingsEvents>;

/** Which entry of the vault has the channel's address and secret; none: the one under its id alone. */
const vaultEntry = z.uuid().optional();

/** Addresses and secrets stay in the vault. */
export const channelEvents = defineEvents('summary', 'channel', {
  ChannelDefined: event(
    z.strictObject({
      name: channelName,
      kind: channelKind,
      shownAs: z.string().max(300),
      route: channelRoute,
      fromEnvironment: z.boolean(),
      vaultEntry,
    }),
  ),
  ChannelChanged: event(
    z.strictObject({
      name: channelName.optional(),
      shownAs: z.string().max(300).optional(),
      /** Another one was set; what it is stays in the vault. */
      rekeyed: z.boolean().optional(),
      vaultEntry,
      route: channelRoute.optional(),
      enabled: z.boolean().optional(),
    }),
  ),
  ChannelNeedsAttention: event(z.strictObject({ failure: deliveryFailure })),
  /** Something was accepted, for the first time or after trouble. */
  ChannelWorks: event(z.strictObject({})),
  ChannelRemoved: event(z.strictObject({ reason })),
});
export type ChannelEvent = EventOf<typeof channelEvents>;

/** The id is derived from channel and key of the message: what was asked for twice is one delivery. */
export const deliveryEvents = defineEvents('summary', 'delivery', {
  DeliveryRequested: event(
    z.strictObject({
      channelId: z.uuid(),
      about: deliveryAbout,
      message,
      /** Nothing is sent before: quiet hours. */
      notBefore: z.iso.datetime().optional(),
    }),
  ),
  /** Written before anything is sent. */
  DeliveryAttempted: event(z.strictObject({ channelId: z.uuid(), attempt })),
  DeliveryAccepted: event(
    z.strictObject({
      channelId: z.uuid(),
      attempt,
      httpStatus: z.number().int().min(200).max(299),
      bytes: count,
      /** The receiver's own id of it, where it gives one. */
      receipt: z.string().max(128).optional(),
    }),
  ),
  /** Without `retryAt`: given up. */
  DeliveryFailed: event(
    z.strictObject({
      channelId: z.uuid(),
      attempt,
      failure: deliveryFailure,
      retryAt: z.iso.datetime().optional(),
    }),
  ),
  /** Somebody wants it tried once more. */
  DeliveryRetried: event(z.strictObject({ channelId: z.uuid() })),
  /** Its channel was removed or switched off before it was sent. */
  DeliveryDropped: event(z.strictObject({ channelId: z.uuid() })),
});
export type DeliveryEvent = EventOf<typeof deliveryEvents>;

export const notificationEvents = defineEvents('summary', 'notification', {
  NotificationRaised: event(
    z.strictObject({
      code: notificationCode,
      category: notificationCategory,
      level,
      source: notificationSource,
      at: z.iso.datetime(),
      info: notificationInfo,
    }),
  ),
  /** It happened again, to the same or to others, before it was quiet for a while. */
  NotificationRepeated: event(
    z.strictObject({
      /** All in all. */
      count: z.number().int().min(2),
      lastAt: z.iso.datetime(),
      /** Others that it happened to, at most the first 20. */
      others: z.array(z.string().max(128)).max(20),
      info: notificationInfo.optional(),
    }),
  ),
});
export type NotificationEvent = EventOf<typeof notificationEvents>;

/** One person's notifications; the id is that of the user. */
export const inboxEvents = defineEvents('summary', 'inbox', {
  /** Either some, or everything up to a position of the log. */
  NotificationsRead: event(
    z.strictObject({ ids: z.array(z.uuid()).min(1).max(500).optional(), upTo: count.optional() }),
  ),
  NotificationsDismissed: event(z.strictObject({ ids: z.array(z.uuid()).min(1).max(500) })),
  PreferencesChanged: event(notificationPreferences),
});
export type InboxEvent = EventOf<typeof inboxEvents>;

/** Another installation that pushes its days here; the id is its name. */
export const workspaceEvents = defineEvents('summary', 'workspace', {
  /** Its key stays in the vault; the one who added it saw it once. */
  WorkspaceAdded: event(z.strictObject({})),
  WorkspaceRekeyed: event(z.strictObject({})),
  WorkspaceSummaryReceived: event(
    z.strictObject({
      date: day,
      revision,
      composedAt: z.iso.datetime(),
      timeZone,
      /** The day was not over there. */
      soFar: z.literal(true).optional(),
      consoleAt: z.string().max(512).optional(),
      figures: summaryFigures,
      rows,
      /** Of everything that was pushed: the same again changes nothing. */
      pushed: sha256,
    }),
  ),
  /** It may push no more; what it said stays. */
  WorkspaceRemoved: event(z.strictObject({ reason })),
});
export type WorkspaceEvent = EventOf<typeof workspaceEvents>;

export const summaryNameEvents = nameEvents('summary');
