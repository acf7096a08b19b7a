import type { Commit, Decider, DomainEvent } from '@tutti/kernel';
import type { Snapshot } from './port';

/** How many command ids an aggregate remembers. */
export const rememberedCommands = 128;

/** One aggregate folded up to `position`. Never mutated: a fold makes a new one. */
export interface Folded<State> {
  readonly state: State;
  /** Position of the newest commit folded in; 0 = nothing was ever written. */
  readonly position: number;
  readonly commitId: string;
  /** Number of events so far. */
  readonly version: number;
  /** Newest last. A command id may carry the fingerprint of its request after a colon. */
  readonly commandIds: readonly (readonly [commandId: string, position: number])[];
  /** Commits folded in since the newest snapshot. */
  readonly sinceSnapshot: number;
}

type AnyDecider<State, Command, Event extends DomainEvent> = Decider<State, Command, Event>;

export const emptyFold = <State, Command, Event extends DomainEvent>(
  decider: AnyDecider<State, Command, Event>,
): Folded<State> => ({
  state: decider.initialState,
  position: 0,
  commitId: '',
  version: 0,
  commandIds: [],
  sinceSnapshot: 0,
});

const remember = (
  known: Folded<unknown>['commandIds'],
  commits: readonly Commit[],
): Folded<unknown>['commandIds'] => {
  const added = commits.flatMap((c) =>
    c.commandId === undefined ? [] : [[c.commandId, c.position] as const],
  );
  return added.length === 0 ? known : [...known, ...added].slice(-rememberedCommands);
};

/** Folds commits that follow. An event type that this release does not know leaves the state as it is. */
export const fold = <State, Command, Event extends DomainEvent>(
  decider: AnyDecider<State, Command, Event>,
  from: Folded<State>,
  commits: readonly Commit[],
): Folded<State> => {
  const last = commits.at(-1);
  if (!last) return from;
  const events = commits.flatMap((commit) => commit.events);
  return {
    state: events.reduce((state, recorded) => decider.evolve(state, recorded.event as Event), from.state),
    position: last.position,
    commitId: last.id,
    version: from.version + events.length,
    commandIds: remember(from.commandIds, commits),
    sinceSnapshot: from.sinceSnapshot + commits.length,
  };
};

export const fromSnapshot = <State>(snapshot: Snapshot): Folded<State> => ({
  state: snapshot.state as State,
  position: snapshot.position,
  commitId: snapshot.commitId,
  version: snapshot.version,
  commandIds: snapshot.commandIds,
  sinceSnapshot: 0,
});

export const toSnapshot = (folded: Folded<unknown>, incarnation: string, stateVersion: number): Snapshot => ({
  incarnation,
  stateVersion,
  position: folded.position,
  commitId: folded.commitId,
  version: folded.version,
  commandIds: folded.commandIds,
  state: folded.state,
});
