import {
  DomainError,
  systemClock,
  type Clock,
  type CommitMetadata,
  type Decider,
  type DomainEvent,
} from '@tutti/kernel';
import { commonErrors } from '@tutti/contracts/common';
import { v7 as uuid } from 'uuid';
import { emptyFold, type Folded } from './aggregate-state';
import { committed } from './committed';
import { appendExactly, type AppenderOptions, type NewCommits } from './appender';
import { checkEvents } from './codec';
import { handled, knownCommand } from './known-command';
import { KeyedLock } from './keyed-lock';
import { Loader, type LoaderOptions } from './loader';
import { subjectOf, type EventLog, type NewCommit, type SnapshotStore } from './port';

export interface HandleOptions {
  /**
   * Stable id of the command (from the Idempotency-Key, or from the causing event): a repeat answers with the old
   * position and appends nothing. After a colon may stand the request's fingerprint: the same id with another one is
   * refused with `request.idempotency-key-reused`.
   */
  readonly commandId?: string;
  /** Version that the caller saw (If-Match): another one is refused with `aggregate.stale-version`. */
  readonly expectedVersion?: number;
  /** Nobody is thought to have written to it yet: it is not looked for first. Where somebody has, that costs one more try. */
  readonly isNew?: boolean;
  readonly metadata?: CommitMetadata;
}

/** What a command led to. */
export interface Handled<State> {
  /** Position of the command's commit; of the newest commit when nothing was appended. */
  readonly position: number;
  readonly version: number;
  /** That the command was decided on; the same as `version` when nothing was appended. */
  readonly versionBefore: number;
  readonly state: State;
  /** False for a repeated command and for one that had nothing to say. */
  readonly appended: boolean;
}

/** One command for one aggregate. */
export interface Part<State, Command, Event extends DomainEvent> {
  readonly decider: Decider<State, Command, Event>;
  readonly id: string;
  readonly command: Command;
}

export interface AggregatesOptions extends LoaderOptions, AppenderOptions {
  readonly clock?: Clock;
  /** How often a command is decided anew after somebody else wrote first. */
  readonly attempts?: number;
}

/** States and commands of parts differ; each stays with its own decider, as `part()` is the only way to make one. */
type SomePart = Part<unknown, unknown, DomainEvent>;
type Folds = readonly Folded<unknown>[];
type Decision = { readonly events: readonly (readonly DomainEvent[])[] } | { readonly refusal: Error };

/** Puts a command beside others for `handleTogether`. */
export const part = <State, Command, Event extends DomainEvent>(
  decider: Decider<State, Command, Event>,
  id: string,
  command: Command,
): SomePart => ({ decider, id, command }) as unknown as SomePart;

/**
 * The write side: everything a controller or a process calls to change an aggregate. Commands for one aggregate run one
 * after another in this process; the log's expectation guards against every other process.
 */
export class Aggregates {
  private readonly loader: Loader;
  private readonly locks = new KeyedLock();
  private readonly clock: Clock;

  constructor(
    private readonly log: EventLog,
    snapshots: SnapshotStore,
    private readonly options: AggregatesOptions = {},
  ) {
    this.loader = new Loader(log, snapshots, options);
    this.clock = options.clock ?? systemClock;
  }

  /**
   * Decides a command on an aggregate and appends its events, exactly once.
   * Throws the decider's `DomainError`s (only on a state that the leader confirmed), `aggregate.stale-version`,
   * `aggregate.busy`, `aggregate.commit-too-large`, `request.idempotency-key-reused` and `log.unavailable`.
   */
  async handle<State, Command, Event extends DomainEvent>(
    decider: Decider<State, Command, Event>,
    id: string,
    command: Command,
    options: HandleOptions = {},
  ): Promise<Handled<State>> {
    const [handled] = await this.handleTogether([part(decider, id, command)], options);
    return handled as Handled<State>;
  }

  /** The same for several aggregates of one context: all of their events are appended, or none. */
  async handleTogether(
    parts: readonly [SomePart, ...SomePart[]],
    options: HandleOptions = {},
  ): Promise<readonly Handled<unknown>[]> {
    const subjects = parts.map(({ decider, id }) => subjectOf(decider.context, decider.aggregate, id));
    if (new Set(subjects).size < subjects.length)
      throw new Error(`one aggregate twice: ${subjects.join(', ')}`);
    return this.locks.run(subjects, () => this.decideAndAppend(parts, options));
  }

  /** An aggregate as it is now. What is not `confirmed` may be as old as this process's last use of the aggregate. */
  async load<State, Command, Event extends DomainEvent>(
    decider: Decider<State, Command, Event>,
    id: string,
    { confirmed = true } = {},
  ): Promise<Folded<State>> {
    const folded = await this.loader.load(decider, id);
    return confirmed ? this.loader.confirm(decider, id, folded) : folded;
  }

  /** Time travel: an aggregate as it was at a position or a time. Cost: its events up to there. */
  async loadAsOf<State, Command, Event extends DomainEvent>(
    decider: Decider<State, Command, Event>,
    id: string,
    asOf: { readonly position: number } | { readonly time: Date },
  ): Promise<Folded<State>> {
    const subject = subjectOf(decider.context, decider.aggregate, id);
    const seen = await this.log.load(subject, 0);
    const commits = [...seen, ...(await this.log.loadConfirmed(subject, seen.at(-1)?.position ?? 0))];
    // Up to the last one that matches: writers' clocks differ, and a history with holes never was.
    const last = commits.findLastIndex(({ position, events }) =>
      'position' in asOf ? position <= asOf.position : events.some(({ time }) => time <= asOf.time),
    );
    return this.loader.fold(decider, emptyFold(decider), commits.slice(0, last + 1));
  }

  /** Resolves when nothing is being written behind the scenes. */
  settled(): Promise<void> {
    return this.loader.settled();
  }

  private async decideAndAppend(parts: readonly SomePart[], options: HandleOptions) {
    const begun = parts.map(({ decider, id }) => this.loader.begin(decider, id, options.isNew));
    let folds: Folds = await Promise.all(begun);
    let confirmed = false;
    for (let attempt = 0; attempt < (this.options.attempts ?? 20);) {
      const known = knownCommand(folds, options.commandId);
      if (known) return known;
      const decision = decide(parts, folds, options);
      const commits = 'events' in decision ? this.commits(parts, folds, decision.events, options) : [];
      if (!isNonEmpty(commits)) {
        if (confirmed) return conclude(decision, folds);
      } else if (confirmed || commits.length === parts.length) {
        // The expectation proves the state of whoever writes; one that has nothing to say must be confirmed.
        attempt++;
        const positions = await appendExactly(this.log, commits, this.options);
        if (positions) return this.appended(parts, folds, commits, positions);
      }
      folds = await this.confirmAll(parts, folds);
      confirmed = true;
    }
    throw new DomainError(commonErrors['aggregate.busy'], {
      detail: 'Others kept changing the same thing first. Try again in a moment.',
    });
  }

  private confirmAll(parts: readonly SomePart[], folds: Folds): Promise<Folded<unknown>[]> {
    return Promise.all(
      parts.map(({ decider, id }, index) =>
        this.loader.confirm(decider, id, folds[index] ?? emptyFold(decider)),
      ),
    );
  }

  private commits(
    parts: readonly SomePart[],
    folds: Folds,
    events: readonly (readonly DomainEvent[])[],
    { commandId, metadata = {} }: HandleOptions,
  ): NewCommit[] {
    const time = this.clock.now();
    return parts.flatMap(({ decider, id }, index) => {
      const { position = 0, version = 0 } = folds[index] ?? {};
      const checked = checkEvents(decider.context, events[index] ?? [], this.options.definitions);
      if (checked.length === 0) return [];
      const commit: NewCommit = {
        id: uuid(),
        context: decider.context,
        aggregate: decider.aggregate,
        aggregateId: id,
        expected: position,
        ...(commandId === undefined ? {} : { commandId }),
        time,
        metadata,
        events: checked.map((event, n) => ({ event, aggregateVersion: version + n + 1 })),
      };
      return [commit];
    });
  }

  private appended(
    parts: readonly SomePart[],
    folds: Folds,
    commits: NewCommits,
    positions: readonly number[],
  ): Handled<unknown>[] {
    return parts.map(({ decider, id }, index) => {
      const before = folds[index] ?? emptyFold(decider);
      const n = commits.findIndex((c) => c.aggregate === decider.aggregate && c.aggregateId === id);
      const commit = commits[n];
      const position = positions[n];
      if (!commit || position === undefined) return handled(before, before.position);
      const after = this.loader.fold(decider, before, [committed(commit, position)]);
      this.loader.keep(decider, subjectOf(decider.context, decider.aggregate, id), after);
      return { ...handled(after, position), versionBefore: before.version, appended: true };
    });
  }
}

const isNonEmpty = (commits: readonly NewCommit[]): commits is NewCommits => commits.length > 0;

const stale = (expected: number, actual: number): Error =>
  new DomainError(commonErrors['aggregate.stale-version'], {
    detail: `You saw version ${expected}, it is now at ${actual}. Load it again and repeat the change.`,
    params: { expected, actual },
  });

/** Of what does not exist nobody saw a version: then the decider says so. */
const decide = (parts: readonly SomePart[], folds: Folds, { expectedVersion }: HandleOptions): Decision => {
  const version = folds[0]?.version ?? 0;
  const isStale = expectedVersion !== undefined && expectedVersion !== version;
  if (isStale && version > 0) return { refusal: stale(expectedVersion, version) };
  try {
    const events = parts.map(({ decider, command }, n) => decider.decide(command, folds[n]?.state));
    return isStale ? { refusal: stale(expectedVersion, version) } : { events };
  } catch (error) {
    return { refusal: error instanceof Error ? error : new Error(String(error)) };
  }
};

/** What is true of a confirmed state: the refusal, or that there was nothing to say. */
const conclude = (decision: Decision, folds: Folds): Handled<unknown>[] => {
  if ('refusal' in decision) throw decision.refusal;
  return folds.map((folded) => handled(folded, folded.position));
};
