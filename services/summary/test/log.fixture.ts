import { randomUUID } from 'node:crypto';
import { permissionsOf } from '@tutti/contracts/identity';
import { subjectOf, type EventLog } from '@tutti/event-store';
import type { DomainEvent } from '@tutti/kernel';

export interface Written {
  readonly context: 'identity' | 'devices' | 'summary';
  readonly aggregate: string;
  readonly id: string;
  readonly events: readonly DomainEvent[];
}

/** Somebody who may read everything that anybody may. */
export const admin = { id: 'admin', permissions: permissionsOf.admin };

/** Events that fit the contracts, for any log. */
export const created: DomainEvent = {
  type: 'UserCreated',
  data: { role: 'user', mustChangePassword: false },
};
export const signedIn: DomainEvent = { type: 'SignedIn', data: { method: 'password' } };
export const allRead: DomainEvent = { type: 'NotificationsRead', data: { upTo: 1 } };
export const resumed: DomainEvent = { type: 'DeviceResumed', data: {} };
export const suspended: DomainEvent = { type: 'DeviceSuspended', data: {} };

/** Appends one commit and answers with its position. */
export const write = async (log: EventLog, { context, aggregate, id, events }: Written): Promise<number> => {
  const [position = 0] = await log.append([
    {
      id: randomUUID(),
      context,
      aggregate,
      aggregateId: id,
      expected: await log.lastPosition([subjectOf(context, aggregate, id)]),
      time: new Date(),
      metadata: { authId: 'system' },
      events: events.map((event, index) => ({ event, aggregateVersion: index + 1 })),
    },
  ]);
  return position;
};

export const writeUser = (log: EventLog, id: string, ...events: readonly DomainEvent[]): Promise<number> =>
  write(log, { context: 'identity', aggregate: 'user', id, events });

export const writeDevice = (log: EventLog, id: string, ...events: readonly DomainEvent[]): Promise<number> =>
  write(log, { context: 'devices', aggregate: 'device', id, events });

export const writeInbox = (log: EventLog, id: string, ...events: readonly DomainEvent[]): Promise<number> =>
  write(log, { context: 'summary', aggregate: 'inbox', id, events });
