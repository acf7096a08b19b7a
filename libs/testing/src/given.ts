import { DomainError, type Decider, type DomainEvent } from '@tutti/kernel';
import { expect } from 'vitest';

/** The outcome of a command, ready to be compared. */
export interface Outcome<Event extends DomainEvent> {
  /** The command leads to exactly these events; to none when nothing is given. */
  gives(...events: readonly Event[]): void;
  /** The command is refused with this code of the error catalogue. */
  isRefused(code: string): void;
}

const outcome = <Event extends DomainEvent>(decide: () => readonly Event[]): Outcome<Event> => ({
  gives: (...events) => {
    expect(decide()).toEqual(events);
  },
  isRefused: (code) => {
    let thrown: unknown;
    try {
      decide();
    } catch (error) {
      thrown = error;
    }
    expect(thrown, `refused with ${code}`).toBeInstanceOf(DomainError);
    expect((thrown as DomainError).code).toBe(code);
  },
});

/** `given(decider, …events).when(command).gives(…events)` or `.isRefused(code)`. */
export const given = <State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  ...events: readonly Event[]
): { readonly state: State; readonly when: (command: Command) => Outcome<Event> } => {
  const state = events.reduce(decider.evolve, decider.initialState);
  return { state, when: (command) => outcome(() => decider.decide(command, state)) };
};
