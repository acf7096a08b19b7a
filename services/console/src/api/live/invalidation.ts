import type { QueryClient, QueryKey } from '@tanstack/react-query';
import type { LoggedEvent } from '@tutti/contracts/summary';
import { eventName } from '../../lib/words';
import { deploymentsOf, keys } from '../keys';

/** What each aggregate's events change for the reader, by the beginning of their subject. */
const changed: readonly (readonly [string, readonly QueryKey[]])[] = [
  ['devices/device/', [keys.devices, keys.enrolments, keys.groups]],
  ['devices/device-command/', [keys.commands]],
  ['devices/device-group/', [keys.groups, keys.devices]],
  ['devices/enrolment-token/', [keys.tokens]],
  ['datasets/dataset/', [keys.datasets, keys.imports]],
  ['datasets/label-schema/', [keys.labelSchemas, keys.datasets, keys.items]],
  ['datasets/item/', [keys.items, keys.datasets]],
  ['training/solution/', [keys.solutions, keys.streams]],
  ['training/stream/', [keys.streams, keys.solutions]],
  ['training/run/', [keys.runs, keys.streams]],
  ['training/model/', [keys.models, keys.streams, keys.runs]],
  ['deployment/rollout/', [keys.rollouts]],
  ['deployment/device-deployment/', [keys.rollouts]],
  ['deployment/rollout-template/', [keys.rolloutTemplates]],
  ['summary/notification/', [keys.notifications]],
  ['summary/inbox/', [keys.notifications]],
  ['summary/channel/', [keys.channels]],
  ['summary/delivery/', [keys.deliveries, keys.channels]],
  ['summary/daily-summary/', [keys.summaries]],
  ['summary/summary-settings/', [keys.summaries]],
  ['summary/workspace/', [keys.workspaces]],
  ['identity/user/', [keys.users, keys.me]],
];

/** After these something may be called otherwise than before. */
const naming: ReadonlySet<string> = new Set([
  ...['DeviceRegistered', 'DeviceDescribed', 'GroupRedefined'],
  ...['DatasetDescribed', 'LabelSchemaRenamed', 'StreamReconfigured'],
]);

/** The names that these events may have changed. */
const staleNames = (events: readonly LoggedEvent[]): readonly QueryKey[] => {
  const renamed = events.filter(({ type }) => naming.has(eventName(type))).map(({ subject }) => subject);
  return [...new Set(renamed)].map((subject) => [...keys.names, ...subject.split('/').slice(1)]);
};

/**
 * What shows the very deployments, or their devices. Lists of a whole rollout are asked for while it goes on: its events
 * come all the time.
 */
const staleDeployments = (events: readonly LoggedEvent[]): readonly QueryKey[] => {
  const ids = events
    .filter(({ subject }) => subject.startsWith('deployment/device-deployment/'))
    .flatMap(({ subject, data }) => [subject.slice(subject.lastIndexOf('/') + 1), data['deviceId']])
    .filter((id) => typeof id === 'string');
  return [...new Set(ids)].map(deploymentsOf);
};

/** The queries that these events made stale. */
export const staleKeys = (events: readonly LoggedEvent[]): readonly QueryKey[] => {
  const stale = events.flatMap(
    ({ subject }) => changed.find(([prefix]) => subject.startsWith(prefix))?.[1] ?? [],
  );
  return [...new Set(stale), ...staleNames(events), ...staleDeployments(events)];
};

/** Imports and batches make thousands of events in a second. */
const calmMs = 1_000;

/**
 * Makes stale what events changed: at once, and once more a moment after the last of them, because read models follow
 * the log. However many events come, a query is asked again once in that time.
 */
export const createInvalidator = (
  client: Pick<QueryClient, 'invalidateQueries'>,
  later: (callback: () => void, ms: number) => void = (callback, ms) => void window.setTimeout(callback, ms),
): ((events: readonly LoggedEvent[]) => void) => {
  /** Queries that are asked again in a moment, and whether events have come since they were last. */
  const calming = new Map<string, boolean>();
  const calm = (name: string, queryKey: QueryKey): void =>
    later(() => {
      const more = calming.get(name) === true;
      if (more) calming.set(name, false);
      else calming.delete(name);
      void client.invalidateQueries({ queryKey });
      if (more) calm(name, queryKey);
    }, calmMs);
  return (events) => {
    for (const queryKey of staleKeys(events)) {
      const name = JSON.stringify(queryKey);
      if (calming.has(name)) {
        calming.set(name, true);
        continue;
      }
      calming.set(name, false);
      void client.invalidateQueries({ queryKey });
      calm(name, queryKey);
    }
  };
};
