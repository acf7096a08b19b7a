import type { Delivery, DeliveryStatus } from './deliveries';

type Sent = Pick<Delivery, 'channelId' | 'about' | 'status'>;

const underWay: ReadonlySet<DeliveryStatus> = new Set(['waiting', 'sending', 'retrying']);

/**
 * How a revision of a day stands at a channel, from the day's deliveries, the newest first: what was accepted once is
 * there, whatever became of it later. `null`: it was not sent there.
 */
export const summaryAtChannel = (
  newestFirst: readonly Sent[],
  revision: number,
  channel: string,
): DeliveryStatus | null => {
  const statuses = newestFirst
    .filter(
      ({ channelId, about }) =>
        channelId === channel && about.kind === 'summary' && about.revision === revision,
    )
    .map(({ status }) => status);
  const standing = statuses.find((one) => one === 'accepted') ?? statuses.find((one) => underWay.has(one));
  return standing ?? statuses[0] ?? null;
};

/** It is not there, and is not on its way. */
export const isMissing = (status: DeliveryStatus | null): boolean =>
  status === null || status === 'failed' || status === 'dropped';
