import { usualPreferences, type InboxEvent } from '@tutti/contracts/summary';
import { given } from '@tutti/testing';
import { expect, test } from 'vitest';
import { inboxDecider } from './inbox.decider';
import { evolve, initialState } from './inbox.state';

const id = (n: number): string => `0191e5a0-0000-7000-8000-${String(n).padStart(12, '0')}`;
const read = (...ids: readonly string[]): InboxEvent => ({
  type: 'NotificationsRead',
  data: { ids: [...ids] },
});
const upTo = (position: number): InboxEvent => ({ type: 'NotificationsRead', data: { upTo: position } });
const dismissed = (...ids: readonly string[]): InboxEvent => ({
  type: 'NotificationsDismissed',
  data: { ids: [...ids] },
});
const after = (...events: readonly InboxEvent[]) => given(inboxDecider, ...events);

test('says what is read one by one, each once', () => {
  after()
    .when({ type: 'ReadNotifications', ids: [id(1), id(2), id(1)] })
    .gives(read(id(1), id(2)));
  after(read(id(1)))
    .when({ type: 'ReadNotifications', ids: [id(1), id(2)] })
    .gives(read(id(2)));
  after(read(id(1)))
    .when({ type: 'ReadNotifications', ids: [id(1)] })
    .gives();
});

test('reads everything up to a position, and never backwards', () => {
  after().when({ type: 'ReadUpTo', position: 7 }).gives(upTo(7));
  after(upTo(7)).when({ type: 'ReadUpTo', position: 7 }).gives();
  after(upTo(7)).when({ type: 'ReadUpTo', position: 3 }).gives();
  expect(evolve(evolve(initialState, read(id(1))), upTo(7))).toMatchObject({ readUpTo: 7, read: [] });
});

test('puts away, once', () => {
  after()
    .when({ type: 'DismissNotifications', ids: [id(1)] })
    .gives(dismissed(id(1)));
  after(dismissed(id(1)))
    .when({ type: 'DismissNotifications', ids: [id(1), id(2)] })
    .gives(dismissed(id(2)));
  after(dismissed(id(1)))
    .when({ type: 'DismissNotifications', ids: [id(1)] })
    .gives();
});

test('knows what its person wants to be told', () => {
  const preferences = { minimumLevel: 'error', muted: ['score'] } as const;
  const wanted = { ...preferences, muted: [...preferences.muted] };
  const changed: InboxEvent = { type: 'PreferencesChanged', data: wanted };
  after().when({ type: 'ChangePreferences', preferences: wanted }).gives(changed);
  after(changed).when({ type: 'ChangePreferences', preferences: wanted }).gives();
  after().when({ type: 'ChangePreferences', preferences: usualPreferences }).gives();
});

test('keeps the newest 5000 that it was told of: its state has a bound', () => {
  const many = Array.from({ length: 13 }, (_, n) =>
    dismissed(...Array.from({ length: 500 }, (_, m) => id(n * 500 + m))),
  );
  const { dismissed: known } = many.reduce(evolve, initialState);
  expect(known).toHaveLength(5000);
  expect(known.at(-1)).toBe(id(6499));
});
