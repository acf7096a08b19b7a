import type { InboxEvent, NotificationPreferences } from '@tutti/contracts/summary';
import { isSame, type Decider } from '@tutti/kernel';
import { evolve, initialState, type InboxState } from './inbox.state';

interface ReadNotifications {
  readonly type: 'ReadNotifications';
  readonly ids: readonly string[];
}

interface ReadUpTo {
  readonly type: 'ReadUpTo';
  readonly position: number;
}

interface DismissNotifications {
  readonly type: 'DismissNotifications';
  readonly ids: readonly string[];
}

interface ChangePreferences {
  readonly type: 'ChangePreferences';
  readonly preferences: NotificationPreferences;
}

export type InboxCommand = ReadNotifications | ReadUpTo | DismissNotifications | ChangePreferences;

type Events = readonly InboxEvent[];

/** Those that are not known yet, each once. */
const fresh = (ids: readonly string[], known: readonly string[]): string[] => {
  const seen = new Set(known);
  return [...new Set(ids)].filter((id) => !seen.has(id));
};

/** What changes nothing is not said: whoever clicks twice, or reads on two screens, is right both times. */
const decide = (command: InboxCommand, state: InboxState): Events => {
  switch (command.type) {
    case 'ReadNotifications': {
      const ids = fresh(command.ids, state.read);
      return ids.length === 0 ? [] : [{ type: 'NotificationsRead', data: { ids } }];
    }
    case 'ReadUpTo': {
      const { position: upTo } = command;
      return upTo <= state.readUpTo ? [] : [{ type: 'NotificationsRead', data: { upTo } }];
    }
    case 'DismissNotifications': {
      const ids = fresh(command.ids, state.dismissed);
      return ids.length === 0 ? [] : [{ type: 'NotificationsDismissed', data: { ids } }];
    }
    case 'ChangePreferences': {
      const { preferences: data } = command;
      return isSame(data, state.preferences) ? [] : [{ type: 'PreferencesChanged', data }];
    }
    default:
      return command satisfies never;
  }
};

/** One person's notifications. Its id is that of the user. */
export const inboxDecider: Decider<InboxState, InboxCommand, InboxEvent> = {
  context: 'summary',
  aggregate: 'inbox',
  stateVersion: 1,
  initialState,
  decide,
  evolve,
};
