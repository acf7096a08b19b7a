import type { ChannelEvent, DeliveryEvent, QuietHours } from '@tutti/contracts/summary';
import type { Recorded } from '@tutti/kernel';
import { isOfChannel } from './delivery.state';
import { notBefore } from './quiet-hours.state';

/** Something that waits for its attempt. Times in milliseconds since 1970. */
export interface Queued {
  readonly id: string;
  readonly requestedAt: number;
  readonly dueAt: number;
  /** Of the first attempt of those that count. */
  readonly since: number | null;
  /** Critical: before all others, and in quiet hours. */
  readonly urgent?: boolean;
  /** Somebody asked for it on purpose, quiet hours or not. */
  readonly anyTime?: boolean;
}

/** What is under way. */
export interface Current extends Queued {
  /** When its attempt was asked for, or looked at last. */
  readonly at?: number;
}

/** What waits for one channel, and what its pace goes by. */
export interface ChannelQueue {
  readonly waiting: readonly Queued[];
  /** One at a time. */
  readonly current: Current | null;
  /** When something was sent within the last hour. */
  readonly sent: readonly number[];
  /** The receiver asked to be left alone until then. */
  readonly heldUntil: number;
  readonly enabled: boolean;
  readonly attention: boolean;
  readonly quietHours?: QuietHours | null;
}

export const emptyQueue: ChannelQueue = {
  waiting: [],
  current: null,
  sent: [],
  heldUntil: 0,
  enabled: true,
  attention: false,
};

const hourMs = 3_600_000;
/** Of one channel: what Teams bears by its documented thresholds, some of it kept for what is critical. */
const gapMs = 1000;
const mostAnHour = 100;
const keptForUrgent = 10;

/** A channel that is behind by more loses its oldest. */
export const mostWaiting = 500;

/** What is sent next, and when at the earliest. */
interface Next {
  readonly queued: Queued;
  readonly at: number;
}

const paceOf = ({ sent, heldUntil }: ChannelQueue, { urgent = false }: Queued): number => {
  const last = sent.at(-1);
  const first = sent.at(-(urgent ? mostAnHour : mostAnHour - keptForUrgent));
  return Math.max(heldUntil, last === undefined ? 0 : last + gapMs, first === undefined ? 0 : first + hourMs);
};

const isBefore = (one: Next, other: Next): boolean => {
  if (one.at !== other.at) return one.at < other.at;
  const { urgent = false } = one.queued;
  return urgent === (other.queued.urgent ?? false) ? one.queued.dueAt < other.queued.dueAt : urgent;
};

const firstOf = (all: readonly Next[]): Next | undefined =>
  all.reduce<Next | undefined>((best, one) => (best && !isBefore(one, best) ? best : one), undefined);

/** The later it is due, the later quiet hours let it out: the first of all is the first of those that they hold. */
const afterQuiet = ({ quietHours }: ChannelQueue, next: Next | undefined): readonly Next[] => {
  if (!next) return [];
  const later = notBefore(quietHours ?? undefined, 'info', new Date(next.at));
  return [later ? { ...next, at: later.getTime() } : next];
};

/** `undefined` while nothing is to be sent. */
export const nextOf = (queue: ChannelQueue, now: number): Next | undefined => {
  if (!queue.enabled || queue.attention || queue.current) return undefined;
  const all = queue.waiting.map((queued) => ({
    queued,
    at: Math.max(now, queued.dueAt, paceOf(queue, queued)),
  }));
  const isFree = ({ queued: { urgent = false, anyTime = false } }: Next): boolean => urgent || anyTime;
  const held = firstOf(all.filter((one) => !isFree(one)));
  return firstOf([...all.filter(isFree), ...afterQuiet(queue, held)]);
};

/** The oldest of too many; what is critical last. */
export const tooMany = ({ waiting }: ChannelQueue): readonly Queued[] => {
  if (waiting.length <= mostWaiting) return [];
  const byWorth = [...waiting.filter(({ urgent }) => !urgent), ...waiting.filter(({ urgent }) => urgent)];
  return byWorth.slice(0, waiting.length - mostWaiting);
};

const without = (queue: ChannelQueue, id: string): ChannelQueue => ({
  ...queue,
  waiting: queue.waiting.filter((one) => one.id !== id),
  current: queue.current?.id === id ? null : queue.current,
});

const found = ({ current, waiting }: ChannelQueue, id: string): Queued | undefined =>
  current?.id === id ? current : waiting.find((one) => one.id === id);

const queuedAgain = (queue: ChannelQueue, queued: Queued): ChannelQueue => {
  const rest = without(queue, queued.id);
  return { ...rest, waiting: [...rest.waiting, queued] };
};

type Failed = Extract<DeliveryEvent, { type: 'DeliveryFailed' }>['data'];

const failed = (queue: ChannelQueue, known: Queued, { failure, retryAt }: Failed): ChannelQueue => {
  if (retryAt === undefined) return without(queue, known.id);
  const dueAt = Date.parse(retryAt);
  const heldUntil = failure.code === 'throttled' ? Math.max(queue.heldUntil, dueAt) : queue.heldUntil;
  const since = isOfChannel(failure) ? null : known.since;
  return queuedAgain({ ...queue, heldUntil }, { ...known, dueAt, since });
};

type Requested = Extract<DeliveryEvent, { type: 'DeliveryRequested' }>['data'];

const requested = (
  { quietHours }: ChannelQueue,
  known: Queued,
  { notBefore: later, message, about }: Requested,
): Queued => {
  const { level } = message;
  const isQuiet = notBefore(quietHours ?? undefined, level, new Date(known.requestedAt)) !== undefined;
  return {
    ...known,
    // Where its quiet hours are known they are asked when its turn comes: they may be others by then.
    dueAt: later === undefined || quietHours ? known.requestedAt : Date.parse(later),
    urgent: level === 'critical',
    anyTime: about.kind === 'test' || (isQuiet && later === undefined),
  };
};

/** A clock that was ahead for a while must not hold the channel until then. */
const aheadMs = 60_000;
export const withoutFuture = (queue: ChannelQueue, now: number): ChannelQueue => ({
  ...queue,
  sent: queue.sent.filter((one) => one <= now + aheadMs),
});

/** What an event of a delivery does to the queue of its channel. */
export const afterDelivery = (
  queue: ChannelQueue,
  { aggregateId: id, event, time }: Recorded<DeliveryEvent>,
): ChannelQueue => {
  const at = time.getTime();
  const known = found(queue, id) ?? { id, requestedAt: at, dueAt: at, since: null };
  switch (event.type) {
    case 'DeliveryRequested':
      return queuedAgain(queue, requested(queue, known, event.data));
    case 'DeliveryAttempted': {
      const current = { ...known, since: known.since ?? at, at };
      const sent = [...queue.sent.filter((one) => one > at - hourMs), at];
      return { ...without(queue, id), current, sent };
    }
    case 'DeliveryFailed':
      return failed(queue, known, event.data);
    case 'DeliveryRetried':
      return queuedAgain(queue, { ...known, dueAt: at, since: null, anyTime: true });
    case 'DeliveryAccepted':
    case 'DeliveryDropped':
      return without(queue, id);
    default:
      return event satisfies never;
  }
};

/** What an event of the channel does to its queue. */
export const afterChannel = (queue: ChannelQueue, event: ChannelEvent): ChannelQueue => {
  switch (event.type) {
    case 'ChannelDefined':
      return {
        ...queue,
        enabled: true,
        attention: false,
        quietHours: event.data.route.quietHours ?? null,
      };
    case 'ChannelChanged': {
      const { enabled = queue.enabled, rekeyed = false } = event.data;
      const attention = queue.attention && !rekeyed && event.data.enabled !== true;
      const { route } = event.data;
      const quiet = route ? { quietHours: route.quietHours ?? null } : {};
      return { ...queue, ...quiet, enabled, attention, heldUntil: rekeyed ? 0 : queue.heldUntil };
    }
    case 'ChannelNeedsAttention':
      return { ...queue, attention: true };
    case 'ChannelWorks':
      return { ...queue, attention: false };
    case 'ChannelRemoved':
      return { ...queue, enabled: false, attention: false };
    default:
      return event satisfies never;
  }
};

/** Nothing is known of it that the next event would not tell. */
export const isIdle = ({ waiting, current, sent, enabled, attention, quietHours }: ChannelQueue): boolean =>
  waiting.length === 0 && !current && sent.length === 0 && enabled && !attention && !quietHours;
