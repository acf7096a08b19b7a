import type { EventLog } from '@tutti/event-store';
import { resyncEvent, type ServerEvent } from '@tutti/service-kit';
import type { EventScope } from './event-scope';
import { followLog } from './follow-log';
import type { LiveLog } from './live-log';
import { toLoggedEvent } from './logged-event';
import { StreamSeats } from './stream-seats';

export interface StreamWish {
  /** The user's id: one reader may open a number of streams only. */
  readonly reader: string;
  /** Where to begin; now when absent. */
  readonly after: number | undefined;
  readonly signal: AbortSignal;
}

/** The log as Server-Sent Events. */
export class EventStreams {
  private readonly seats = new StreamSeats();

  constructor(
    private readonly log: EventLog,
    private readonly live: LiveLog,
  ) {}

  /** Throws `request.rate-limited` at once, before anything is sent. */
  async open(scope: EventScope, { reader, after, signal }: StreamWish): Promise<AsyncIterable<ServerEvent>> {
    const leave = this.seats.take(reader);
    try {
      const head = await this.log.lastPosition(['evt.>']);
      if (signal.aborted) leave();
      else signal.addEventListener('abort', leave, { once: true });
      return this.events(scope, after ?? head, { head, signal });
    } catch (error) {
      leave();
      throw error;
    }
  }

  /** Only the last event of a commit bears the position: whoever resumes there has seen the whole commit. */
  private async *events(
    { subjects, visible }: EventScope,
    after: number,
    { head, signal }: { readonly head: number; readonly signal: AbortSignal },
  ): AsyncGenerator<ServerEvent> {
    // Positions beyond the head come from another log, a restored one say.
    if (after <= head) {
      for await (const commit of followLog(this.log, this.live, { subjects, after, signal })) {
        const events = visible(commit);
        for (const [index, event] of events.entries()) {
          const isLast = index === events.length - 1;
          yield { ...(isLast ? { id: commit.position } : {}), data: toLoggedEvent(event) };
        }
      }
    }
    if (!signal.aborted) yield resyncEvent;
  }
}
