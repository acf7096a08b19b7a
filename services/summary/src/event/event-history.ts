import { commonErrors } from '@tutti/contracts/common';
import type { EventsQuery, LoggedEvent } from '@tutti/contracts/summary';
import type { EventLog } from '@tutti/event-store';
import { DomainError } from '@tutti/kernel';
import { pageSizeOf, type PageTokens } from '@tutti/service-kit';
import type { EventScope } from './event-scope';
import { pageAfter, pageBefore, type LogPage } from './log-pages';
import { toLoggedEvent } from './logged-event';

export interface EventPage {
  readonly items: readonly LoggedEvent[];
  readonly nextPageToken: string;
  readonly head: number;
}

const bindingOf = ({ after, before, context, aggregate, aggregateId, type }: EventsQuery) => [
  'events',
  after ?? null,
  before ?? null,
  context ?? null,
  aggregate ?? null,
  aggregateId ?? null,
  type ?? null,
];

/** Pages of the log. */
export class EventHistory {
  constructor(
    private readonly log: EventLog,
    private readonly tokens: PageTokens,
  ) {}

  async page(query: EventsQuery, scope: EventScope): Promise<EventPage> {
    if (query.after !== undefined && query.before !== undefined) throw bothDirections();
    // Read first: a stream that begins after it misses nothing of what the page may not hold yet.
    const head = await this.log.lastPosition(['evt.>']);
    const { events, next } = await this.read(query, scope, head);
    return {
      items: events.map(toLoggedEvent),
      nextPageToken: next === undefined ? '' : this.tokens.seal([next], bindingOf(query)),
      head,
    };
  }

  private read(query: EventsQuery, scope: EventScope, head: number): Promise<LogPage> {
    const limit = pageSizeOf(query.limit);
    const cursor = query.pageToken === undefined ? undefined : this.open(query.pageToken, query);
    if (query.after !== undefined)
      return pageAfter(this.log, scope, { after: cursor ?? query.after, head, limit });
    const newest = Math.min(query.before ?? head + 1, head + 1);
    return pageBefore(this.log, scope, { before: cursor ?? newest, limit });
  }

  private open(token: string, query: EventsQuery): number {
    const [position] = this.tokens.open(token, bindingOf(query));
    return Number(position);
  }
}

const bothDirections = (): DomainError =>
  new DomainError(commonErrors['request.invalid'], {
    detail: 'Give after (oldest first) or before (newest first), not both.',
    faults: [{ pointer: '/query/before', detail: 'does not go with after' }],
  });
