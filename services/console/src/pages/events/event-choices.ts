import { datasetEvents, itemEvents, labelSchemaEvents } from '@tutti/contracts/datasets';
import {
  automaticRolloutEvents,
  deploymentEvents,
  rolloutEvents,
  rolloutTemplateEvents,
} from '@tutti/contracts/deployment';
import {
  deviceCommandEvents,
  deviceEvents,
  deviceGroupEvents,
  enrolmentTokenEvents,
} from '@tutti/contracts/devices';
import { userEvents } from '@tutti/contracts/identity';
import {
  channelEvents,
  dailySummaryEvents,
  deliveryEvents,
  inboxEvents,
  notificationEvents,
  summarySettingsEvents,
  workspaceEvents,
  type LoggedEvent,
} from '@tutti/contracts/summary';
import { modelEvents, runEvents, solutionEvents, streamEvents } from '@tutti/contracts/training';
import type { EventFilter } from '../../api/events';
import { subjectOf } from '../../components/event/event-subject';
import { eventName } from '../../lib/words';

const sets = [
  deviceEvents,
  deviceCommandEvents,
  deviceGroupEvents,
  enrolmentTokenEvents,
  datasetEvents,
  labelSchemaEvents,
  itemEvents,
  solutionEvents,
  streamEvents,
  runEvents,
  modelEvents,
  rolloutEvents,
  deploymentEvents,
  rolloutTemplateEvents,
  automaticRolloutEvents,
  dailySummaryEvents,
  summarySettingsEvents,
  channelEvents,
  deliveryEvents,
  notificationEvents,
  inboxEvents,
  workspaceEvents,
  userEvents,
] as const;

const unique = (texts: readonly string[]): readonly string[] => [...new Set(texts)];

/** What the log can be filtered by, as far as this release knows its events. */
export const contexts = unique(sets.map(({ context }) => context));

export const aggregatesOf = ({ context }: EventFilter): readonly string[] =>
  unique(
    sets.filter((set) => context === undefined || set.context === context).map(({ aggregate }) => aggregate),
  );

export const typesOf = ({ context, aggregate }: EventFilter): readonly string[] =>
  sets
    .filter((set) => context === undefined || set.context === context)
    .filter((set) => aggregate === undefined || set.aggregate === aggregate)
    .flatMap((set) => Object.keys(set.definitions).map((name) => `tutti.${set.context}.${name}`));

/** The server's filter, for events that come live. */
export const matches = (event: LoggedEvent, filter: EventFilter): boolean => {
  const { context, aggregate, id } = subjectOf(event);
  return (
    (filter.context === undefined || filter.context === context) &&
    (filter.aggregate === undefined || filter.aggregate === aggregate) &&
    (filter.aggregateId === undefined || filter.aggregateId === id) &&
    (filter.type === undefined || eventName(filter.type) === eventName(event.type))
  );
};
