import type { InboxEvent } from '@tutti/contracts/summary';
import type { Projection } from '@tutti/kernel';
import { evolve, initialState, type InboxState } from './inbox.state';

export interface InboxRow extends InboxState {
  /** Of the user. */
  readonly id: string;
}

export const inboxListProjection: Projection<InboxRow, InboxEvent> = {
  name: 'inbox-list',
  version: 1,
  subjects: ['evt.summary.inbox.*'],
  handles: ['NotificationsRead', 'NotificationsDismissed', 'PreferencesChanged'],
  key: ({ aggregateId }) => aggregateId,
  project: (row, { event, aggregateId: id }) => ({ id, ...evolve(row ?? initialState, event) }),
};
