import type { ChannelEvent, DeliveryEvent } from '@tutti/contracts/summary';
import type { Process, ProcessInput, Reaction, Recorded, Timer } from '@tutti/kernel';
import {
  afterChannel,
  afterDelivery,
  emptyQueue,
  isIdle,
  nextOf,
  tooMany,
  withoutFuture,
  type ChannelQueue,
  type Queued,
} from './channel-queue.state';

/** It is the turn of a delivery: the handler writes the attempt, sends, and writes what came of it. */
export type AttemptDelivery = {
  readonly type: 'AttemptDelivery';
  readonly deliveryId: string;
  readonly requestedAt: number;
  /** Of the first attempt of those that count; `null`: this is it. */
  readonly since: number | null;
};
/** Its channel is off or gone, or too far behind. */
export type DropDelivery = { readonly type: 'DropDelivery'; readonly deliveryId: string };

type Outgoing = AttemptDelivery | DropDelivery;
type Event = ChannelEvent | DeliveryEvent;
type Reacted = Reaction<ChannelQueue, Outgoing>;

/** After which an attempt of which nothing was heard is looked at: the outbox died with its database. */
const lookAfterMs = 15 * 60_000;

const attempt = ({ id, requestedAt, since }: Queued): AttemptDelivery => ({
  type: 'AttemptDelivery',
  deliveryId: id,
  requestedAt,
  since,
});

/** Timers for what the queue waits for. */
const planned = (queue: ChannelQueue, now: number): Pick<Reacted, 'timers' | 'cancel'> => {
  const next = nextOf(queue, now);
  const timers: Timer[] = [
    ...(next ? [{ name: 'next', at: new Date(next.at) }] : []),
    ...(queue.current ? [{ name: 'look', at: new Date((queue.current.at ?? now) + lookAfterMs) }] : []),
  ];
  const cancel = [...(next ? [] : ['next']), ...(queue.current ? [] : ['look'])];
  return { timers, cancel };
};

/** What waits for a channel that is off or gone, and the oldest of too many. */
const dropped = (queue: ChannelQueue): readonly Queued[] => (queue.enabled ? tooMany(queue) : queue.waiting);

const settled = (queue: ChannelQueue, now: number, more: readonly Outgoing[] = []): Reacted => {
  const gone = dropped(queue);
  const current = queue.current && { ...queue.current, at: queue.current.at ?? now };
  const left = { ...queue, current, waiting: queue.waiting.filter((one) => !gone.includes(one)) };
  const drops = gone.map(({ id }) => ({ type: 'DropDelivery', deliveryId: id }) as const);
  if (isIdle(left)) return { state: undefined, outgoing: drops };
  return { state: left, outgoing: [...more, ...drops], ...planned(left, now) };
};

const isOfChannelItself = (recorded: Recorded<Event>): recorded is Recorded<ChannelEvent> =>
  recorded.aggregate === 'channel';

const onEvent = (queue: ChannelQueue, recorded: Recorded<Event>): Reacted => {
  const next = isOfChannelItself(recorded)
    ? afterChannel(queue, recorded.event)
    : afterDelivery(queue, recorded as Recorded<DeliveryEvent>);
  const now = recorded.time.getTime();
  return settled(withoutFuture(next, now), now);
};

const onTimer = (queue: ChannelQueue, name: string, now: number): Reacted => {
  if (name === 'look' && queue.current)
    return settled({ ...queue, current: { ...queue.current, at: now } }, now, [attempt(queue.current)]);
  const next = nextOf(queue, now);
  if (!next || next.at > now) return settled(queue, now);
  const waiting = queue.waiting.filter((one) => one !== next.queued);
  return settled({ ...queue, waiting, current: { ...next.queued, at: now } }, now, [attempt(next.queued)]);
};

const react = (queue: ChannelQueue, input: ProcessInput<Event>): Reacted => {
  if (input.kind === 'event') return onEvent(queue, input.recorded);
  const { name, at, firedAt = at } = input;
  return onTimer(queue, name, Math.max(at.getTime(), firedAt.getTime()));
};

/** What is sent to a channel, one at a time and at its pace. One instance per channel. */
export const channelDeliveryProcess: Process<ChannelQueue, Event, Outgoing> = {
  name: 'channel-delivery',
  version: 1,
  subjects: ['evt.summary.channel.*', 'evt.summary.delivery.*'],
  handles: [
    'ChannelDefined',
    'ChannelChanged',
    'ChannelNeedsAttention',
    'ChannelWorks',
    'ChannelRemoved',
    'DeliveryRequested',
    'DeliveryAttempted',
    'DeliveryAccepted',
    'DeliveryFailed',
    'DeliveryRetried',
    'DeliveryDropped',
  ],
  ignores: [],
  initialState: emptyQueue,
  correlate: ({ aggregateId, event }) => ('channelId' in event.data ? event.data.channelId : aggregateId),
  react,
};
