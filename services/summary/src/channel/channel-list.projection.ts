import type { ChannelEvent, DeliveryEvent } from '@tutti/contracts/summary';
import type { Projection, Recorded } from '@tutti/kernel';
import { evolve, type ChannelState, type DefinedChannel } from './channel.state';

/** A channel, also one that was removed: deliveries bear its name. Times in milliseconds since 1970. */
export interface ChannelRow extends Omit<DefinedChannel, 'status' | 'vaultEntry'> {
  readonly id: string;
  readonly removed: boolean;
  /** What was told before is not for it. */
  readonly definedAt: number;
  readonly waiting: number;
  readonly lastAcceptedAt: number | null;
  readonly version: number;
}

type Event = ChannelEvent | DeliveryEvent;

const stateOf = (row: ChannelRow | undefined): ChannelState =>
  row ? { ...row, status: 'defined' } : { status: 'none' };

const afterChannel = (
  row: ChannelRow | undefined,
  event: ChannelEvent,
  { aggregateId: id, aggregateVersion: version, time }: Recorded,
): ChannelRow | undefined => {
  if (event.type === 'ChannelRemoved') return row && { ...row, version, removed: true };
  const state = evolve(stateOf(row), event);
  if (state.status !== 'defined') return row;
  const { name, kind, shownAs, route, fromEnvironment, enabled, works, attention } = state;
  const told = { name, kind, shownAs, route, fromEnvironment, enabled, works, attention };
  const kept = row ?? { waiting: 0, lastAcceptedAt: null, definedAt: 0 };
  const { waiting, lastAcceptedAt } = kept;
  const definedAt = event.type === 'ChannelDefined' ? time.getTime() : kept.definedAt;
  return { id, ...told, version, waiting, lastAcceptedAt, definedAt, removed: false };
};

const afterDelivery = (row: ChannelRow, event: DeliveryEvent, time: Date): ChannelRow => {
  const more = (by: number): ChannelRow => ({ ...row, waiting: Math.max(0, row.waiting + by) });
  switch (event.type) {
    case 'DeliveryRequested':
    case 'DeliveryRetried':
      return more(1);
    case 'DeliveryAccepted':
      return { ...more(-1), lastAcceptedAt: time.getTime() };
    case 'DeliveryDropped':
      return more(-1);
    case 'DeliveryFailed':
      return event.data.retryAt === undefined ? more(-1) : row;
    case 'DeliveryAttempted':
      return row;
    default:
      return event satisfies never;
  }
};

const isDelivery = (recorded: Recorded<Event>): recorded is Recorded<DeliveryEvent> =>
  recorded.aggregate === 'delivery';

const project = (row: ChannelRow | undefined, recorded: Recorded<Event>): ChannelRow | undefined => {
  if (isDelivery(recorded)) return row && afterDelivery(row, recorded.event, recorded.time);
  return afterChannel(row, recorded.event as ChannelEvent, recorded);
};

export const channelListProjection: Projection<ChannelRow, Event> = {
  name: 'channel-list',
  version: 1,
  subjects: ['evt.summary.channel.*', 'evt.summary.delivery.*'],
  handles: [
    'ChannelDefined',
    'ChannelChanged',
    'ChannelNeedsAttention',
    'ChannelWorks',
    'ChannelRemoved',
    'DeliveryRequested',
    'DeliveryRetried',
    'DeliveryAccepted',
    'DeliveryFailed',
    'DeliveryDropped',
  ],
  key: ({ aggregateId, event }) => ('channelId' in event.data ? event.data.channelId : aggregateId),
  project,
};
