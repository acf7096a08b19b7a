import type { DeliveryAbout, DeliveryEvent, DeliveryFailure, DeliveryStatus } from '@tutti/contracts/summary';
import type { Projection, Recorded } from '@tutti/kernel';

/** Times in milliseconds since 1970. */
export interface DeliveryRow {
  readonly id: string;
  readonly channelId: string;
  readonly about: DeliveryAbout;
  /** Of a summary. */
  readonly day: string | null;
  readonly title: string;
  readonly status: DeliveryStatus;
  readonly attempts: number;
  readonly requestedAt: number;
  readonly endedAt: number | null;
  readonly retryAt: number | null;
  readonly failure: DeliveryFailure | null;
  readonly version: number;
}

type Told = Partial<DeliveryRow>;

const failed = (failure: DeliveryFailure, retryAt: string | undefined, at: number): Told =>
  retryAt === undefined
    ? { status: 'failed', failure, endedAt: at }
    : { status: 'retrying', failure, retryAt: Date.parse(retryAt) };

const told = (event: Exclude<DeliveryEvent, { type: 'DeliveryRequested' }>, at: number): Told => {
  switch (event.type) {
    case 'DeliveryAttempted':
      return { status: 'sending', attempts: event.data.attempt, retryAt: null };
    case 'DeliveryAccepted':
      return { status: 'accepted', endedAt: at, failure: null };
    case 'DeliveryFailed':
      return failed(event.data.failure, event.data.retryAt, at);
    case 'DeliveryRetried':
      return { status: 'retrying', endedAt: null, retryAt: at };
    case 'DeliveryDropped':
      return { status: 'dropped', endedAt: at, retryAt: null };
    default:
      return event satisfies never;
  }
};

const project = (
  row: DeliveryRow | undefined,
  { event, aggregateId: id, aggregateVersion: version, time }: Recorded<DeliveryEvent>,
): DeliveryRow | undefined => {
  const at = time.getTime();
  if (event.type !== 'DeliveryRequested') return row && { ...row, ...told(event, at), version };
  const { channelId, about, message, notBefore } = event.data;
  return {
    day: about.kind === 'summary' ? about.date : null,
    ...{ id, channelId, about, title: message.title, status: 'waiting', attempts: 0, version },
    ...{ requestedAt: at, endedAt: null, failure: null },
    retryAt: notBefore === undefined ? null : Date.parse(notBefore),
  };
};

export const deliveryListProjection: Projection<DeliveryRow, DeliveryEvent> = {
  name: 'delivery-list',
  version: 2,
  subjects: ['evt.summary.delivery.*'],
  handles: [
    'DeliveryRequested',
    'DeliveryAttempted',
    'DeliveryAccepted',
    'DeliveryFailed',
    'DeliveryRetried',
    'DeliveryDropped',
  ],
  key: ({ aggregateId }) => aggregateId,
  project,
};
