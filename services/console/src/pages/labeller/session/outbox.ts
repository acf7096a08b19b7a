import type { Item } from '@tutti/contracts/datasets';
import type { ItemCommand } from '../../../api/items';
import { createStore } from '../../../lib/store';
import { conflictOf, verdictOf, type Verdict } from './verdict';

/** A statement that the server has not taken yet. */
export interface Unsaved {
  /** As its labeller saw it. */
  readonly item: Item;
  readonly statement: ItemCommand;
  /** The version that the statement is about. */
  readonly version: number;
  /** One key for as long as it is not known what became of it: however often it is sent, it happens once. */
  readonly key: string;
  readonly standing: 'queued' | 'sending' | Verdict;
  readonly isSent: boolean;
  readonly error?: unknown;
  /** What is to be said as soon as it is known what became of this one. */
  readonly next?: { readonly statement: ItemCommand; readonly isUndo: boolean };
}

export interface OutboxHost {
  readonly send: (
    of: Pick<Item, 'id' | 'version'>,
    statement: ItemCommand,
    options: { readonly idempotencyKey: string },
  ) => Promise<Item>;
  readonly newKey: () => string;
  /** Calls back after a while; returns how to call it off. */
  readonly later: (ms: number, callback: () => void) => () => void;
  readonly onSaved: (item: Item) => void;
}

const longestPauseMs = 8_000;

/**
 * Saves statements in the background, one after the other. None is lost and none overwrites what its labeller did not
 * see: it stays here until the server has taken it, or a person has decided what becomes of it. One per item.
 */
export class Outbox {
  readonly state = createStore<readonly Unsaved[]>([]);
  #isRunning = false;
  #isPaused = false;
  #failures = 0;
  #cancelTimer: (() => void) | undefined;

  constructor(private readonly host: OutboxHost) {}

  of(itemId: string): Unsaved | undefined {
    return this.state.get().find(({ item }) => item.id === itemId);
  }

  say(item: Item, statement: ItemCommand, isUndo = false): void {
    const known = this.of(item.id);
    if (!known) this.state.set([...this.state.get(), this.#fresh(item, statement)]);
    else if (known.standing === 'conflict') this.#put({ ...known, statement });
    else if (known.standing === 'refused' || !known.isSent)
      this.#put({ ...this.#fresh(item, statement), version: known.version });
    else this.#put({ ...known, next: { statement, isUndo } });
    void this.#run();
  }

  /** Takes back what was not saved; false where it may have been. */
  drop(itemId: string): boolean {
    const known = this.of(itemId);
    if (!known || (known.isSent && known.standing !== 'conflict' && known.standing !== 'refused'))
      return false;
    this.#remove(itemId);
    return true;
  }

  /** Says it again: of the item as it is now where somebody was faster. */
  insist(itemId: string): void {
    const known = this.of(itemId);
    if (!known) return;
    const version = conflictOf(known.error)?.version ?? known.version;
    this.#put({ ...this.#fresh(known.item, known.statement), version });
    void this.#run();
  }

  /** Nothing more is sent until `wake`: whoever signs in next must not say it. */
  pause(): void {
    this.#isPaused = true;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
  }

  /** Sends what waits, at once. */
  wake(): void {
    this.#isPaused = false;
    this.#cancelTimer?.();
    this.#cancelTimer = undefined;
    const waiting = this.state.get().some(({ standing }) => standing === 'waiting');
    if (waiting)
      this.state.set(
        this.state.get().map((one) => (one.standing === 'waiting' ? { ...one, standing: 'queued' } : one)),
      );
    void this.#run();
  }

  #fresh(item: Item, statement: ItemCommand): Unsaved {
    const { version } = item;
    return { item, statement, version, key: this.host.newKey(), standing: 'queued', isSent: false };
  }

  #put(unsaved: Unsaved): void {
    const { id } = unsaved.item;
    this.state.set(this.state.get().map((one) => (one.item.id === id ? unsaved : one)));
  }

  #remove(itemId: string): void {
    this.state.set(this.state.get().filter(({ item }) => item.id !== itemId));
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    const next = () => this.state.get().find(({ standing }) => standing === 'queued');
    while (!this.#isPaused && !this.#cancelTimer) {
      const one = next();
      if (!one) break;
      await this.#send(one);
    }
    this.#isRunning = false;
  }

  async #send(unsaved: Unsaved): Promise<void> {
    const { item, version, statement, key } = unsaved;
    this.#put({ ...unsaved, standing: 'sending', isSent: true });
    try {
      const saved = await this.host.send({ id: item.id, version }, statement, { idempotencyKey: key });
      this.#failures = 0;
      this.#saved(saved);
    } catch (error) {
      this.#failed(item.id, error);
    }
  }

  #saved(saved: Item): void {
    const next = this.of(saved.id)?.next;
    if (next) this.#put(this.#fresh(saved, next.statement));
    else this.#remove(saved.id);
    this.host.onSaved(saved);
  }

  #failed(itemId: string, error: unknown): void {
    const known = this.of(itemId);
    if (!known) return;
    const { next, ...unsaved } = known;
    const standing = verdictOf(error);
    if (standing === 'waiting') {
      this.#put({ ...known, standing, error });
      this.#waitALittle();
      return;
    }
    // It was taken back before it could be saved: nothing is left to say.
    if (next?.isUndo === true) this.#remove(itemId);
    else this.#put({ ...unsaved, statement: next?.statement ?? unsaved.statement, standing, error });
  }

  #waitALittle(): void {
    this.#failures += 1;
    if (this.#isPaused) return;
    this.#cancelTimer = this.host.later(Math.min(500 * 2 ** this.#failures, longestPauseMs), () =>
      this.wake(),
    );
  }
}
