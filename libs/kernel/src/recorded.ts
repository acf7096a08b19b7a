import type { DomainEvent } from './decider';

/** What a commit says of its cause: who asked, what led to it, which trace. Ids only, never names. */
export interface CommitMetadata {
  readonly correlationId?: string;
  readonly causationId?: string;
  /** Principal: `user:<id>`, `device:<id>`, `process:<name>` or `system`. */
  readonly authId?: string;
  /** W3C trace context of the request. */
  readonly traceparent?: string;
}

/** An event as it stands in the log. */
export interface Recorded<Event extends DomainEvent = DomainEvent> {
  /** `<commitId>.<index>` */
  readonly id: string;
  readonly context: string;
  readonly aggregate: string;
  readonly aggregateId: string;
  /** Number of this event within its aggregate, from 1. */
  readonly aggregateVersion: number;
  readonly time: Date;
  readonly event: Event;
  readonly metadata: CommitMetadata;
  /** Sequence of its commit in the log: the cursor of the whole system. */
  readonly position: number;
}

/** One command's events: one message in the log. */
export interface Commit {
  readonly id: string;
  readonly position: number;
  readonly subject: string;
  readonly commandId?: string;
  readonly events: readonly Recorded[];
}
