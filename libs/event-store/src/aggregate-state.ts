import type { Commit, Decider, DomainEvent } from '@tutti/kernel';
import { eventDefinition } from '@tutti/contracts/catalogue';
import { z } from 'zod';
import type { Definitions } from './codec';
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
  /** An event type that this release does not know was passed over: no snapshot may come of it. */
  readonly partial: boolean;
}

export const emptyFold = <State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
): Folded<State> => ({
  state: decider.initialState,
  position: 0,
  commitId: '',
  version: 0,
  commandIds: [],
  sinceSnapshot: 0,
  partial: false,
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
  decider: Decider<State, Command, Event>,
  from: Folded<State>,
  commits: readonly Commit[],
  definitions: Definitions = eventDefinition,
): Folded<State> => {
  const last = commits.at(-1);
  if (!last) return from;
  const events = commits.flatMap((commit) => commit.events);
  const known = events.filter(({ event }) => definitions(decider.context, event.type));
  return {
    state: known.reduce((state, { event }) => decider.evolve(state, event as Event), from.state),
    position: last.position,
    commitId: last.id,
    version: from.version + events.length,
    commandIds: remember(from.commandIds, commits),
    sinceSnapshot: from.sinceSnapshot + commits.length,
    partial: from.partial || known.length < events.length,
  };
};

const snapshotSchema = z.object({
  incarnation: z.string(),
  stateVersion: z.number(),
  position: z.number().min(1),
  commitId: z.string(),
  version: z.number(),
  commandIds: z.array(z.tuple([z.string(), z.number()])),
  state: z.unknown(),
});

/** Throws when the snapshot has another shape. */
export const fromSnapshot = <State>(snapshot: Snapshot): Folded<State> => {
  const { position, commitId, version, commandIds, state } = snapshotSchema.parse(snapshot);
  return { state: state as State, position, commitId, version, commandIds, sinceSnapshot: 0, partial: false };
};

export const toSnapshot = (folded: Folded<unknown>, incarnation: string, stateVersion: number): Snapshot => ({
  incarnation,
  stateVersion,
  position: folded.position,
  commitId: folded.commitId,
  version: folded.version,
  commandIds: folded.commandIds,
  state: folded.state,
});
