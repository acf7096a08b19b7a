import { deliveryStatus } from '@tutti/contracts/summary';
import type { DeliveryFilter } from '../../../api/deliveries';

/** What the address asks for; empty is everything. */
export const usualView = { channel: '', status: '', delivery: '' };
export type DeliveryView = typeof usualView;

const uuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The same for the server; what nobody understands is left out. */
export const filterOf = ({ channel, status }: DeliveryView): DeliveryFilter => {
  const known = deliveryStatus.safeParse(status).data;
  return { ...(uuid.test(channel) && { channelId: channel }), ...(known && { status: known }) };
};
