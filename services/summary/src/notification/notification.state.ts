import type { NotificationEvent } from '@tutti/contracts/summary';

export interface RaisedNotification {
  readonly status: 'raised';
  /** Name of what it happened to first. */
  readonly name: string;
  readonly lastAt: string;
  readonly count: number;
  /** Others that it happened to. */
  readonly others: readonly string[];
}

export type NotificationState = { readonly status: 'initial' } | RaisedNotification;

export const initialState: NotificationState = { status: 'initial' };

export const evolve = (state: NotificationState, event: NotificationEvent): NotificationState => {
  switch (event.type) {
    case 'NotificationRaised': {
      const { source, at } = event.data;
      return { status: 'raised', name: source.name, lastAt: at, count: 1, others: [] };
    }
    case 'NotificationRepeated': {
      const { count, lastAt, others } = event.data;
      return state.status === 'initial' ? state : { ...state, count, lastAt, others };
    }
    default:
      return event satisfies never;
  }
};
