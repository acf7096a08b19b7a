import { z } from 'zod';
import { listOf, pageQuery, timestamp } from '../common';
import { channelKind, channelName } from './channels';
import { deliveryFailure } from './delivery-failure';
import { message } from './messages';
import { count, day } from './shapes';

/** What is delivered. */
export const deliveryAbout = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('summary'), date: day, revision: z.number().int().min(1) }),
  z.strictObject({ kind: z.literal('notification'), notificationId: z.uuid() }),
  z.strictObject({ kind: z.literal('test') }),
]);
export type DeliveryAbout = z.infer<typeof deliveryAbout>;

/**
 * `accepted` is the receiver's word that it took it, not that anybody sees it. `failed`: given up. `dropped`: its
 * channel is gone, off or too far behind, or it is no news any more.
 */
export const deliveryStatus = z.enum(['waiting', 'sending', 'retrying', 'accepted', 'failed', 'dropped']);
export type DeliveryStatus = z.infer<typeof deliveryStatus>;

export const deliveryAttempt = z.strictObject({
  attempt: z.number().int().min(1),
  at: timestamp,
  /** `null`: on its way. */
  endedAt: timestamp.nullable(),
  httpStatus: z.number().int().nullable(),
  failure: deliveryFailure.nullable(),
  retryAt: timestamp.nullable(),
  bytes: count.nullable(),
});
export type DeliveryAttempt = z.infer<typeof deliveryAttempt>;

export const delivery = z.strictObject({
  id: z.uuid(),
  channelId: z.uuid(),
  channelName,
  channelKind,
  about: deliveryAbout,
  title: z.string().max(200),
  status: deliveryStatus,
  attempts: count,
  requestedAt: timestamp,
  endedAt: timestamp.nullable(),
  retryAt: timestamp.nullable(),
  failure: deliveryFailure.nullable(),
});
export type Delivery = z.infer<typeof delivery>;
export const deliveryDetail = delivery.extend({ history: z.array(deliveryAttempt), message });
export type DeliveryDetail = z.infer<typeof deliveryDetail>;
export const deliveryList = listOf(delivery);
export const deliveriesQuery = z.strictObject({
  ...pageQuery,
  channelId: z.uuid().optional(),
  status: deliveryStatus.optional(),
  /** Of this day's summary, whatever its revision. */
  date: day.optional(),
});
