import { bigint, json, orNull, text } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { DeliveryRow } from './delivery-list.projection';

export const deliveryListTable = viewTable<DeliveryRow>({
  name: 'delivery_list',
  columns: {
    channelId: text('channel_id', 36),
    about: json('about'),
    day: orNull(text('day', 10)),
    title: text('title', 200),
    status: text('status', 16),
    attempts: bigint('attempts'),
    requestedAt: bigint('requested_at'),
    endedAt: orNull(bigint('ended_at')),
    retryAt: orNull(bigint('retry_at')),
    failure: orNull(json('failure')),
    version: bigint('version'),
  },
});
