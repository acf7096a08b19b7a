import { eventSets } from '@tutti/contracts/catalogue';
import type { Permission } from '@tutti/contracts/identity';
import type { EventsQuery } from '@tutti/contracts/summary';
import type { Commit, Recorded } from '@tutti/kernel';
import { subjectMatcher } from '@tutti/event-store';

/** What one reader asks for and may see of the log. */
export interface EventScope {
  /** Subject filters; none when there is nothing to see. */
  readonly subjects: readonly string[];
  /** The commit's events that are asked for, if its subject is. */
  readonly visible: (commit: Commit) => readonly Recorded[];
}

/** Who asks. */
export interface EventReader {
  readonly id: string;
  readonly permissions: readonly Permission[];
}

export type EventFilter = Pick<EventsQuery, 'context' | 'aggregate' | 'aggregateId' | 'type'>;

/** Who may read a context's events, beside `events:read`. A context that is not here is read by nobody. */
const neededFor: Readonly<Record<string, Permission>> = {
  identity: 'users:read',
  devices: 'devices:read',
  datasets: 'datasets:read',
  training: 'training:read',
  deployment: 'deployments:read',
  summary: 'summaries:read',
};

const contexts: readonly string[] = [...new Set(eventSets.map(({ context }) => context))];

const isNamed = ({ context, event }: Recorded, type: string): boolean =>
  event.type === type || `tutti.${context}.${event.type}` === type;

/** What somebody reads, puts away and wants to be told is nobody else's business. */
const isOthers = ({ context, aggregate, aggregateId }: Recorded, { id }: EventReader): boolean =>
  context === 'summary' && aggregate === 'inbox' && aggregateId !== id;

export const eventScope = (reader: EventReader, filter: EventFilter): EventScope => {
  const { context, aggregate = '*', aggregateId = '*', type } = filter;
  const subjects = contexts
    .filter((one) => context === undefined || one === context)
    .filter((one) => {
      const needed = neededFor[one];
      return needed !== undefined && reader.permissions.includes(needed);
    })
    .map((one) => `evt.${one}.${aggregate}.${aggregateId}`);
  const matches = subjectMatcher(subjects);
  return {
    subjects,
    visible: ({ subject, events }) =>
      matches(subject)
        ? events.filter((event) => !isOthers(event, reader) && (type === undefined || isNamed(event, type)))
        : [],
  };
};
