import type { DomainEvent } from './decider';
import type { Recorded } from './recorded';

/** A wake-up that an earlier reaction asked for. */
export interface Timer {
  /** Unique within the instance: asking again moves it. */
  readonly name: string;
  readonly at: Date;
}

export type ProcessInput<Event extends DomainEvent> =
  | { readonly kind: 'event'; readonly recorded: Recorded<Event> }
  | {
      readonly kind: 'timer';
      readonly name: string;
      readonly at: Date;
      /** When it was noticed: long after `at` where nobody did the work meanwhile. */
      readonly firedAt?: Date;
    };

/** What leaves a process: run at least once by the lease holder, with an id that stays the same over retries. */
export interface Outgoing {
  readonly type: string;
  readonly [field: string]: unknown;
}

/** What one input leads to. All of it is stored in one transaction with the checkpoint. */
export interface Reaction<State, Effect extends Outgoing> {
  /** `undefined` ends the instance: its state and timers are deleted. */
  readonly state: State | undefined;
  /** Commands to own aggregates and effects on the world; the service maps each `type` to a handler. */
  readonly outgoing?: readonly Effect[];
  readonly timers?: readonly Timer[];
  readonly cancel?: readonly string[];
}

/** A reaction of the system to events and time, as a pure function. */
export interface Process<State, Event extends DomainEvent, Effect extends Outgoing> {
  readonly name: string;
  readonly version: number;
  /** Log subjects that it reads. */
  readonly subjects: readonly string[];
  readonly handles: readonly Event['type'][];
  /** Known types of the subscribed contexts that it passes over. An unknown type stops the process. */
  readonly ignores: readonly string[];
  readonly initialState: State;
  /** Which instance an event belongs to; `undefined` when none. */
  readonly correlate: (event: Recorded<Event>) => string | undefined;
  readonly react: (state: State, input: ProcessInput<Event>, instanceId: string) => Reaction<State, Effect>;
}
