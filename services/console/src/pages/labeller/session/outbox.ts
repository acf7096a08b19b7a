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
  /** What is to be said, in this order, as soon as it is known what became of this one. */
  readonly next: readonly Next[];
}

interface Next {
  readonly statement: ItemCommand;
  readonly isUndo: boolean;
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
}

const longestPauseMs = 8_000;

type OnSaved = (item: Item, statement: ItemCommand) => void;

export const isFaulty = ({ standing }: Unsaved): boolean => standing === 'conflict' || standing === 'refused';

/** What will hold of the item once all is saved. */
export const lastOf = ({ statement, next }: Unsaved): ItemCommand => next.at(-1)?.statement ?? statement;

/** A label makes an earlier one needless; whatever else is said stands on what was said before it. */
const replaces = (earlier: ItemCommand | undefined, later: ItemCommand): boolean =>
  earlier?.type === 'label' && later.type === 'label';

const queue = (waiting: readonly Next[], one: Next): readonly Next[] =>
  replaces(waiting.at(-1)?.statement, one.statement) ? [...waiting.slice(0, -1), one] : [...waiting, one];

/** Where the first of them was not saved. */
const leftToSay = ({ statement, next }: Unsaved): readonly Next[] => {
  const [follower, ...rest] = next;
  // It was taken back before it could be saved: nothing of it is left to say.
  if (follower?.isUndo === true) return rest;
  return follower && replaces(statement, follower.statement) ? next : [{ statement, isUndo: false }, ...next];
};

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
  #onSaved: OnSaved | undefined;

  constructor(private readonly host: OutboxHost) {}

  /** Tells the sitting that goes on with it, and no other. */
  follow(onSaved: OnSaved): void {
    this.#onSaved = onSaved;
  }

  of(itemId: string): Unsaved | undefined {
    return this.state.get().find(({ item }) => item.id === itemId);
  }

  /** Whether the statement takes the place of the last one that is not saved yet. */
  replaces(itemId: string, statement: ItemCommand): boolean {
    const known = this.of(itemId);
    return known !== undefined && (isFaulty(known) || replaces(lastOf(known), statement));
  }

  say(item: Item, statement: ItemCommand, isUndo = false): void {
    const known = this.of(item.id);
    if (!known) this.state.set([...this.state.get(), this.#fresh(item, statement)]);
    else if (known.standing === 'conflict') this.#put({ ...known, statement, next: [] });
    else if (isFaulty(known) || this.#isOnlyLabel(known, statement))
      this.#put({ ...this.#fresh(item, statement), version: known.version });
    else this.#put({ ...known, next: queue(known.next, { statement, isUndo }) });
    void this.#run();
  }

  /** Gives up whatever is not saved of the item and cannot have been. */
  drop(itemId: string): void {
    const known = this.of(itemId);
    if (known && (isFaulty(known) || !known.isSent)) this.#remove(itemId);
  }

  /** Takes back what was said last; false where it was saved, or may have been. */
  takeBack(itemId: string, statement: ItemCommand): boolean {
    const known = this.of(itemId);
    if (!known || lastOf(known) !== statement) return false;
    if (known.next.length > 0) {
      const next = known.next.slice(0, -1);
      this.#put({ ...known, next });
      // It stood in for one that may be saved: that is to be taken back too.
      return !replaces(next.at(-1)?.statement ?? known.statement, statement);
    }
    if (known.isSent && !isFaulty(known)) return false;
    this.#remove(itemId);
    return true;
  }

  /** Says it again: of the item as it is now where somebody was faster. */
  insist(itemId: string): void {
    const known = this.of(itemId);
    if (!known) return;
    const version = conflictOf(known.error)?.version ?? known.version;
    this.#put({ ...this.#fresh(known.item, known.statement), version, next: known.next });
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
    return { item, statement, version, key: this.host.newKey(), standing: 'queued', isSent: false, next: [] };
  }

  #isOnlyLabel({ isSent, statement, next }: Unsaved, later: ItemCommand): boolean {
    return !isSent && next.length === 0 && replaces(statement, later);
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
      this.#saved(saved, statement);
    } catch (error) {
      this.#failed(item.id, error);
    }
  }

  #saved(saved: Item, statement: ItemCommand): void {
    const [first, ...next] = this.of(saved.id)?.next ?? [];
    if (first) this.#put({ ...this.#fresh(saved, first.statement), next });
    else this.#remove(saved.id);
    this.#onSaved?.(saved, statement);
  }

  #failed(itemId: string, error: unknown): void {
    const known = this.of(itemId);
    if (!known) return;
    const standing = verdictOf(error);
    if (standing === 'waiting') {
      this.#put({ ...known, standing, error });
      this.#waitALittle();
      return;
    }
    const [first, ...next] = leftToSay(known);
    if (first) this.#put({ ...known, statement: first.statement, next, standing, error });
    else this.#remove(itemId);
  }

  #waitALittle(): void {
    this.#failures += 1;
    if (this.#isPaused) return;
    this.#cancelTimer = this.host.later(Math.min(500 * 2 ** this.#failures, longestPauseMs), () =>
      this.wake(),
    );
  }
}
