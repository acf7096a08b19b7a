import { EventServiceService } from '@tutti/contracts/gen/tutti/summary/v1/event';
import { summaryErrors, type LoggedEvent } from '@tutti/contracts/summary';
import { DomainError } from '@tutti/kernel';
import { grpcService, resyncEvent, serverStream, unary, type ServerEvent } from '@tutti/service-kit';
import { EventHistory } from './event-history';
import { eventScope } from './event-scope';
import { EventStreams } from './event-streams';
import * as routes from './event.routes';

interface Watched {
  readonly event: LoggedEvent;
  readonly position: number | undefined;
}

async function* watched(events: AsyncIterable<ServerEvent>): AsyncGenerator<Watched> {
  for await (const event of events) {
    if (event === resyncEvent) throw positionsLost();
    yield { event: event.data as LoggedEvent, position: event.id };
  }
}

const positionsLost = (): DomainError =>
  new DomainError(summaryErrors['events.positions-lost'], {
    detail: 'The log is not the one that it was. Load what you show anew, and watch from now.',
  });

export const eventGrpc = grpcService(EventServiceService, (get) => {
  const history = get(EventHistory);
  const streams = get(EventStreams);
  return {
    listEvents: unary(routes.events, {
      request: (query) => ({ query }),
      handle: ({ query, principal }) => history.page(query, eventScope(principal, query)),
      reply: (page) => page,
    }),
    watchEvents: serverStream(routes.events, {
      request: (query) => ({ query }),
      handle: async ({ query, principal, signal }) => {
        const scope = eventScope(principal, query);
        const wish = { reader: principal.id, after: query.after, signal };
        return watched(await streams.open(scope, wish));
      },
      reply: (item) => item,
    }),
  };
});
