import {
  isMissing,
  summaryAtChannel,
  type Channel,
  type Delivery,
  type Summary,
} from '@tutti/contracts/summary';

export interface Known {
  readonly summary: Pick<Summary, 'date' | 'revision'>;
  readonly channels: readonly Pick<Channel, 'id' | 'name' | 'status' | 'route'>[];
  /** Of the day, the newest first. */
  readonly deliveries: readonly Pick<Delivery, 'channelId' | 'about' | 'status'>[];
}

export interface Wish {
  /** By id or name. */
  readonly channel?: readonly string[];
  /** All that take days, whether they have it or not. */
  readonly all?: boolean;
}

const named = (channels: Known['channels'], said: string): string => {
  const [first, ...others] = channels.filter(({ id, name }) => id === said || name === said);
  if (!first)
    throw new Error(
      `No channel is called ${said}. There are: ${channels.map(({ name }) => name).join(', ') || 'none'}.`,
    );
  if (others.length > 0)
    throw new Error(
      `Several channels are called ${said}; give the id: ${[first, ...others].map(({ id }) => id).join(', ')}.`,
    );
  return first.id;
};

/** Ids of channels that a day shall go to: those that have not got it, unless others are wished. */
export const chooseChannels = ({ summary, channels, deliveries }: Known, wish: Wish): readonly string[] => {
  if (wish.channel) return wish.channel.map((said) => named(channels, said));
  const takers = channels.filter(({ status, route }) => status !== 'off' && route.summaries);
  const lacks = ({ id }: { readonly id: string }): boolean =>
    isMissing(summaryAtChannel(deliveries, summary.revision, id));
  return takers.filter((one) => wish.all === true || lacks(one)).map(({ id }) => id);
};
