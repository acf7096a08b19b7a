import { usualPreferences, type InboxEvent, type NotificationPreferences } from '@tutti/contracts/summary';

/** What one person has read and put away, and wants to be told. */
export interface InboxState {
  /** Everything that was raised up to this position of the log is read. */
  readonly readUpTo: number;
  /** Read one by one; the newest last. */
  readonly read: readonly string[];
  readonly dismissed: readonly string[];
  readonly preferences: NotificationPreferences;
}

export const initialState: InboxState = {
  readUpTo: 0,
  read: [],
  dismissed: [],
  preferences: usualPreferences,
};

/** Older ones are known no more: by then what they name is long out of sight. */
const mostKnown = 5000;

const added = (known: readonly string[], ids: readonly string[]): readonly string[] =>
  [...new Set([...known, ...ids])].slice(-mostKnown);

export const evolve = (state: InboxState, event: InboxEvent): InboxState => {
  switch (event.type) {
    case 'NotificationsRead': {
      const { ids = [], upTo } = event.data;
      // What was read one by one stands below that position: nobody reads what is not raised yet.
      if (upTo !== undefined) return { ...state, readUpTo: Math.max(state.readUpTo, upTo), read: [] };
      return { ...state, read: added(state.read, ids) };
    }
    case 'NotificationsDismissed':
      return { ...state, dismissed: added(state.dismissed, event.data.ids) };
    case 'PreferencesChanged':
      return { ...state, preferences: event.data };
    default:
      return event satisfies never;
  }
};
