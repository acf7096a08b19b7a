/** What happened, as the domain states it: a past-tense type and its data. */
export interface DomainEvent {
  readonly type: string;
  readonly data: unknown;
}

/**
 * One consistency boundary as three pure functions. `decide` throws a `DomainError` for a refusal that nobody must
 * remember; `evolve` never throws. Subject of the aggregate in the log: `evt.<context>.<aggregate>.<id>`.
 */
export interface Decider<State, Command, Event extends DomainEvent> {
  readonly context: string;
  readonly aggregate: string;
  /** Raised when the shape of `State` changes: snapshots of another version are ignored. */
  readonly stateVersion: number;
  readonly initialState: State;
  readonly decide: (command: Command, state: State) => readonly Event[];
  readonly evolve: (state: State, event: Event) => State;
}
