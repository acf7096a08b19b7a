import type { Commit, Decider, DomainEvent } from '@tutti/kernel';
import { emptyFold, fold, fromSnapshot, toSnapshot, type Folded } from './aggregate-state';
import type { Definitions } from './codec';
import { subjectOf, type EventLog, type SnapshotStore } from './port';

/** A snapshot is written once this many commits were folded since the last one. */
export const snapshotEvery = 32;

export interface LoaderOptions {
  /** Aggregates kept in memory. */
  readonly cacheSize?: number;
  readonly onSnapshotError?: (error: unknown) => void;
  readonly definitions?: Definitions;
}

/**
 * Brings aggregates to mind: cache, then snapshot, then the tail of the log. What it loads may lag behind the leader;
 * `confirm` does not.
 */
export class Loader {
  private readonly cache = new Map<string, Folded<unknown>>();
  private epoch: number;
  private readonly saving = new Map<string, Promise<void>>();

  constructor(
    private readonly log: EventLog,
    private readonly snapshots: SnapshotStore,
    private readonly options: LoaderOptions = {},
  ) {
    this.epoch = log.epoch;
  }

  /** What a command is decided on first. */
  async begin<State, Command, Event extends DomainEvent>(
    decider: Decider<State, Command, Event>,
    id: string,
    isNew = false,
  ): Promise<Folded<State>> {
    return isNew ? emptyFold(decider) : this.load(decider, id);
  }

  async load<State, Command, Event extends DomainEvent>(
    decider: Decider<State, Command, Event>,
    id: string,
  ): Promise<Folded<State>> {
    const subject = subjectOf(decider.context, decider.aggregate, id);
    const cached = this.cached<State>(subject);
    if (cached) return cached;
    const { epoch } = this.log;
    const snapshot = await this.snapshotOf(decider, subject);
    const folded = snapshot
      ? await this.fromTrusted(decider, subject, snapshot)
      : this.fold(decider, emptyFold(decider), await this.log.load(subject, 0));
    // What was read before the connection was lost, or before somebody here wrote, is of the past.
    const newer = epoch === this.log.epoch ? this.cached<State>(subject) : undefined;
    if (newer && newer.position > folded.position) return newer;
    if (epoch === this.log.epoch) this.keep(decider, subject, folded);
    return folded;
  }

  /** The same aggregate as the leader has it now. Starts afresh when the history is not the one that was folded. */
  async confirm<State, Command, Event extends DomainEvent>(
    decider: Decider<State, Command, Event>,
    id: string,
    known: Folded<State>,
  ): Promise<Folded<State>> {
    const subject = subjectOf(decider.context, decider.aggregate, id);
    const { epoch } = this.log;
    const folded = await this.confirmed(decider, subject, known);
    if (epoch === this.log.epoch) this.keep(decider, subject, folded);
    return folded;
  }

  /** `fold` with this loader's event definitions. */
  fold<State, Command, Event extends DomainEvent>(
    decider: Decider<State, Command, Event>,
    from: Folded<State>,
    commits: readonly Commit[],
  ): Folded<State> {
    return fold(decider, from, commits, this.options.definitions);
  }

  keep<State, Command, Event extends DomainEvent>(
    decider: Decider<State, Command, Event>,
    subject: string,
    folded: Folded<State>,
  ): void {
    const due = folded.sinceSnapshot >= snapshotEvery && !folded.partial && !this.saving.has(subject);
    if (due) this.saveSnapshot(subject, toSnapshot(folded, this.log.incarnation, decider.stateVersion));
    this.cache.delete(subject);
    // What nobody ever wrote costs little to look for again, and would push out what is in use.
    if (folded.position === 0) return;
    this.cache.set(subject, due ? { ...folded, sinceSnapshot: 0 } : folded);
    const oldest = this.cache.keys().next();
    if (this.cache.size > (this.options.cacheSize ?? 10_000) && !oldest.done) this.cache.delete(oldest.value);
  }

  /** Resolves when no snapshot is being written. */
  async settled(): Promise<void> {
    await Promise.all(this.saving.values());
  }

  private cached<State>(subject: string): Folded<State> | undefined {
    if (this.epoch !== this.log.epoch) {
      this.epoch = this.log.epoch;
      this.cache.clear();
    }
    return this.cache.get(subject) as Folded<State> | undefined;
  }

  private async snapshotOf<State, Command, Event extends DomainEvent>(
    decider: Decider<State, Command, Event>,
    subject: string,
  ): Promise<Folded<State> | undefined> {
    try {
      const snapshot = await this.snapshots.load(subject);
      const usable =
        snapshot?.stateVersion === decider.stateVersion && snapshot.incarnation === this.log.incarnation;
      return usable ? fromSnapshot<State>(snapshot) : undefined;
    } catch (error) {
      this.options.onSnapshotError?.(error);
      return undefined;
    }
  }

  /** Reads from the snapshot's own commit on: one request both proves the snapshot and brings the tail. */
  private async fromTrusted<State, Command, Event extends DomainEvent>(
    decider: Decider<State, Command, Event>,
    subject: string,
    snapshot: Folded<State>,
  ): Promise<Folded<State>> {
    const [own, ...tail] = await this.log.load(subject, snapshot.position - 1);
    if (own?.position === snapshot.position && own.id === snapshot.commitId)
      return this.fold(decider, snapshot, tail);
    return this.confirmed(decider, subject, snapshot);
  }

  private async confirmed<State, Command, Event extends DomainEvent>(
    decider: Decider<State, Command, Event>,
    subject: string,
    known: Folded<State>,
  ): Promise<Folded<State>> {
    if (known.position > 0) {
      const [own, ...later] = await this.log.loadConfirmed(subject, known.position - 1);
      if (own?.position === known.position && own.id === known.commitId)
        return this.fold(decider, known, later);
    }
    return this.fold(decider, emptyFold(decider), await this.log.loadConfirmed(subject, 0));
  }

  private saveSnapshot(subject: string, snapshot: ReturnType<typeof toSnapshot>): void {
    const saved = this.snapshots
      .save(subject, snapshot)
      .catch((error: unknown) => this.options.onSnapshotError?.(error))
      .finally(() => this.saving.delete(subject));
    this.saving.set(subject, saved);
  }
}
