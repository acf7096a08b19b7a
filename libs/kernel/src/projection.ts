import type { DomainEvent } from './decider';
import type { Recorded } from './recorded';

/**
 * A read model as a pure function. The runner loads the row of `key(event)`, calls `project`, and stores what comes
 * back (`undefined` deletes). A projection never rejects an event; an event type that is not in `handles` is skipped.
 */
export interface Projection<Row, Event extends DomainEvent = DomainEvent> {
  /** Name of the checkpoint; unique within its service. */
  readonly name: string;
  /** Raised when rows take another shape or meaning: a new generation is built. */
  readonly version: number;
  /** Log subjects that it reads, e.g. `evt.devices.device.*`. */
  readonly subjects: readonly string[];
  readonly handles: readonly Event['type'][];
  /** Primary key of the row that the event concerns; `undefined` when it concerns none. */
  readonly key: (event: Recorded<Event>) => string | undefined;
  readonly project: (row: Row | undefined, event: Recorded<Event>) => Row | undefined;
}
