import {
  summaryErrors,
  type DeliveryAbout,
  type Language,
  type Message,
  type NotificationCategory,
} from '@tutti/contracts/summary';
import type { Aggregates, EventLog, HandleOptions } from '@tutti/event-store';
import { DomainError, type Clock } from '@tutti/kernel';
import { liveRows } from '@tutti/runtime';
import { aggregateIdFrom } from '@tutti/service-kit';
import type { DataSource } from 'typeorm';
import { channelListProjection, type ChannelRow } from '../channel/channel-list.projection';
import { channelListTable } from '../channel/channel-list.table';
import type { Projections } from '../open-projections';
import { refused } from '../refused.decider';
import { channelTakes } from './channel-takes';
import { deliveryDecider } from './delivery.decider';
import { notBefore } from './quiet-hours.state';

/** What shall be delivered to channels. */
export interface DeliveryRequest {
  readonly about: DeliveryAbout;
  readonly message: (language: Language) => Message;
  /** Of a notification. */
  readonly category?: NotificationCategory;
  /** Exactly these, quiet hours or not; all whose route takes it when absent. */
  readonly channelIds?: readonly string[] | undefined;
  /** Not to this one: what it is about. */
  readonly except?: string | undefined;
  /** When it happened: not for channels that came later. */
  readonly at?: Date;
  /**
   * Makes it another delivery than those of the same message before: for what is sent again on purpose. The same mark
   * is the same delivery.
   */
  readonly again?: string | undefined;
}

export interface Requested {
  readonly ids: readonly string[];
  readonly position: number;
}

export interface DeliveriesParts {
  readonly aggregates: Aggregates;
  readonly database: DataSource;
  readonly clock: Clock;
  readonly log: Pick<EventLog, 'lastPosition'>;
  readonly projections: Pick<Projections, 'channels'>;
}

/** The same message to the same channel is one delivery. Not a colon: it would end what the id is made of. */
const deliveryIdOf = (channelId: string, key: string, again = ''): string =>
  aggregateIdFrom(`delivery ${[channelId, key, again].map(encodeURIComponent).join(' ')}`);

const onlyOnce = (error: unknown): undefined => {
  const { code } = summaryErrors['delivery.already-requested'];
  if (error instanceof DomainError && error.code === code) return undefined;
  throw error;
};

const named = (channels: readonly ChannelRow[], id: string): ChannelRow => {
  const channel = channels.find((one) => one.id === id);
  if (!channel)
    throw refused(
      'channel.not-found',
      `No channel has the id ${id}, or it was removed. Nothing was sent: leave it out, GET /api/v1/channels lists those that are there.`,
    );
  if (!channel.enabled)
    throw refused(
      'channel.off',
      `${channel.name} is switched off. Nothing was sent: switch it on, or leave it out.`,
    );
  return channel;
};

/** The door to channels for whoever has something to tell. */
export class Deliveries {
  constructor(private readonly parts: DeliveriesParts) {}

  /**
   * Asks for deliveries; answers with their ids and the newest position. What was asked for before is not asked for
   * again. Throws `channel.not-found` and `channel.off` for channels that are named.
   */
  async request(request: DeliveryRequest, options: Pick<HandleOptions, 'metadata'> = {}): Promise<Requested> {
    const ids: string[] = [];
    let position = 0;
    for (const channel of await this.#channelsFor(request)) {
      const message = request.message(channel.route.language);
      const id = deliveryIdOf(channel.id, message.key, request.again);
      const asked = await this.#ask(id, channel, message, { request, options });
      position = Math.max(position, asked?.position ?? 0);
      ids.push(id);
    }
    return { ids, position };
  }

  async #ask(
    id: string,
    channel: ChannelRow,
    message: Message,
    {
      request,
      options,
    }: { readonly request: DeliveryRequest; readonly options: Pick<HandleOptions, 'metadata'> },
  ) {
    const { aggregates, clock } = this.parts;
    const { about, channelIds } = request;
    const later = channelIds ? undefined : notBefore(channel.route.quietHours, message.level, clock.now());
    const command = {
      type: 'RequestDelivery',
      channelId: channel.id,
      about,
      message,
      notBefore: later,
    } as const;
    return aggregates.handle(deliveryDecider, id, command, options).catch(onlyOnce);
  }

  async #channelsFor({ about, message, ...request }: DeliveryRequest): Promise<readonly ChannelRow[]> {
    const { channelIds, category, except, at } = request;
    const channels = await this.#channels();
    if (channelIds) return [...new Set(channelIds)].map((id) => named(channels, id));
    const { level } = message('en');
    return channels.filter(
      (channel) =>
        channel.enabled &&
        channel.id !== except &&
        (at === undefined || channel.definedAt <= at.getTime()) &&
        channelTakes(channel, { about, level, category }),
    );
  }

  async #channels(): Promise<readonly ChannelRow[]> {
    const { database, log, projections } = this.parts;
    await projections.channels.waitFor(await log.lastPosition(['evt.summary.channel.*']));
    return liveRows(database, channelListTable, channelListProjection)
      .andWhere('row.removed = :no', { no: false })
      .orderBy('row.name')
      .getMany();
  }
}
