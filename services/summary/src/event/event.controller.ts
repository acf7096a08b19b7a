import { Controller, Headers, Inject } from '@nestjs/common';
import { CLOCK, eventStream, Input, Route, type RouteInput } from '@tutti/service-kit';
import type { Clock } from '@tutti/kernel';
import { EventHistory } from './event-history';
import { eventScope } from './event-scope';
import { EventStreams } from './event-streams';
import * as routes from './event.routes';

@Controller('api/v1/events')
export class EventController {
  constructor(
    @Inject(EventHistory) private readonly history: EventHistory,
    @Inject(EventStreams) private readonly streams: EventStreams,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  @Route(routes.events)
  async events(@Input() input: RouteInput<typeof routes.events>, @Headers('accept') accept = '') {
    const { query, principal } = input;
    const scope = eventScope(principal, query);
    return accept.includes('text/event-stream') ? this.stream(input, scope) : this.history.page(query, scope);
  }

  private async stream(
    { query, principal, lastEventId, signal }: RouteInput<typeof routes.events>,
    scope: ReturnType<typeof eventScope>,
  ) {
    const after = lastEventId ?? query.after;
    const source = await this.streams.open(scope, { reader: principal.id, after, signal });
    return eventStream({ source, signal, expiresAt: principal.expiresAt, clock: this.clock });
  }
}
