import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { keys } from '../keys';

/** What each aggregate's events change for the reader, by the beginning of their subject. */
const changed: readonly (readonly [string, readonly QueryKey[]])[] = [
  ['devices/device/', [keys.devices, keys.enrolments, keys.groups]],
  ['devices/device-command/', [keys.commands]],
  ['devices/device-group/', [keys.groups, keys.devices]],
  ['devices/enrolment-token/', [keys.tokens]],
  ['identity/user/', [keys.users, keys.me]],
];

/** The queries that these events made stale. */
export const staleKeys = (events: readonly LoggedEvent[]): readonly QueryKey[] => {
  const stale = events.flatMap(
    ({ subject }) => changed.find(([prefix]) => subject.startsWith(prefix))?.[1] ?? [],
  );
  return [...new Set(stale)];
};

export const invalidateFor = (client: QueryClient, events: readonly LoggedEvent[]): void => {
  for (const queryKey of staleKeys(events)) void client.invalidateQueries({ queryKey });
};
