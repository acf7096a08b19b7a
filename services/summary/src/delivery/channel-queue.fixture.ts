import type { ChannelEvent, DeliveryEvent, Level } from '@tutti/contracts/summary';
import type { ProcessInput, Recorded } from '@tutti/kernel';
import { channelId, failure } from '../channel/channel.fixture';
import { dayMessage } from '../message/message.fixture';
import { channelDeliveryProcess } from './channel-delivery.process';
import { emptyQueue, type ChannelQueue } from './channel-queue.state';

type Event = ChannelEvent | DeliveryEvent;

export const start = Date.parse('2026-11-22T00:00:00Z');
export const second = 1000;
export const hour = 3_600_000;

interface Request {
  readonly kind?: 'summary' | 'test';
  readonly level?: Level;
  readonly notBefore?: string;
}

/** A channel's instance of the process, whose timers and outgoings can be looked at. */
export class Instance {
  state: ChannelQueue = emptyQueue;
  readonly timers = new Map<string, number>();
  readonly sent: { readonly type: string; readonly deliveryId: string }[] = [];
  now = start;

  event(aggregateId: string, event: Event): this {
    const aggregate = event.type.startsWith('Channel') ? 'channel' : 'delivery';
    const recorded = {
      aggregate,
      aggregateId,
      event,
      time: new Date(this.now),
    } as unknown as Recorded<Event>;
    return this.#take({ kind: 'event', recorded });
  }

  channel(event: ChannelEvent): this {
    return this.event(channelId, event);
  }

  requested(id: string, { kind = 'summary', level = 'info', notBefore }: Request = {}): this {
    const about = kind === 'test' ? { kind } : { kind, date: '2026-11-21', revision: 1 };
    const later = notBefore === undefined ? {} : { notBefore };
    return this.event(id, {
      type: 'DeliveryRequested',
      data: { channelId, about, message: { ...dayMessage, level }, ...later },
    });
  }

  /** Time goes on, and with it every timer that is due. */
  after(ms: number): this {
    this.now += ms;
    for (;;) {
      const due = [...this.timers].filter(([, at]) => at <= this.now).sort(([, a], [, b]) => a - b)[0];
      if (!due) return this;
      const [name, at] = due;
      this.timers.delete(name);
      this.#take({ kind: 'timer', name, at: new Date(at), firedAt: new Date(this.now) });
    }
  }

  get attempts(): readonly string[] {
    return this.sent.filter(({ type }) => type === 'AttemptDelivery').map(({ deliveryId }) => deliveryId);
  }

  get drops(): readonly string[] {
    return this.sent.filter(({ type }) => type === 'DropDelivery').map(({ deliveryId }) => deliveryId);
  }

  #take(input: ProcessInput<Event>): this {
    const {
      state,
      outgoing = [],
      timers = [],
      cancel = [],
    } = channelDeliveryProcess.react(this.state, input, channelId);
    for (const name of cancel) this.timers.delete(name);
    for (const { name, at } of timers) this.timers.set(name, at.getTime());
    if (state === undefined) this.timers.clear();
    this.state = state ?? emptyQueue;
    this.sent.push(...outgoing);
    return this;
  }
}

export const needsAttention: ChannelEvent = {
  type: 'ChannelNeedsAttention',
  data: { failure: failure('gone') },
};
export const at = (ms: number): string => new Date(start + ms).toISOString();
