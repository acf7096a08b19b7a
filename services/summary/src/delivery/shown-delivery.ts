import type { Delivery } from '@tutti/contracts/summary';
import type { ChannelRow } from '../channel/channel-list.projection';
import type { DeliveryRow } from './delivery-list.projection';
import { isOfChannel } from './delivery.state';

const timeOrNull = (at: number | null): string | null => (at === null ? null : new Date(at).toISOString());

/** What would be tried again waits while its channel needs attention: nobody knows until when. */
const standing = (
  { status, retryAt, failure }: DeliveryRow,
  { attention }: Pick<ChannelRow, 'attention'>,
): Pick<Delivery, 'status' | 'retryAt'> => {
  if (status === 'retrying' && attention !== null) return { status: 'waiting', retryAt: null };
  // When somebody has looked it is tried as soon as its turn comes.
  const isNext = status === 'retrying' && failure !== null && isOfChannel(failure);
  return { status, retryAt: isNext ? null : timeOrNull(retryAt) };
};

/** A delivery as people see it. */
export const shownDelivery = (
  row: DeliveryRow,
  channel: Pick<ChannelRow, 'name' | 'kind' | 'attention'>,
): Delivery => {
  const { id, channelId, about, title, attempts, failure, requestedAt, endedAt } = row;
  return {
    ...{ id, channelId, about, title, attempts, failure },
    ...standing(row, channel),
    channelName: channel.name,
    channelKind: channel.kind,
    requestedAt: new Date(requestedAt).toISOString(),
    endedAt: timeOrNull(endedAt),
  };
};
