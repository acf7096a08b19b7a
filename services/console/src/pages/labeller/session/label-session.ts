import type { Item } from '@tutti/contracts/datasets';
import type { ItemCommand } from '../../../api/items';
import { createStore } from '../../../lib/store';
import type { BoxEditor } from '../boxes/box-editor';
import type { ItemSource } from './item-source';
import { News, type NewsHost } from './news';
import { isFaulty, lastOf, Outbox, type OutboxHost } from './outbox';
import { beforeUndo, nowSaved, saidOver, sayNow, without, type Said } from './said';
import { begun, withEntry, type SessionState } from './session-state';
import { takeBack } from './statements';

export interface SessionHost extends OutboxHost, NewsHost {
  readonly source: () => ItemSource;
  readonly find: (id: string) => Promise<Item>;
}

const ahead = 15;
const isOpen = ({ state }: Item): boolean => state === 'unlabelled' || state === 'needs-relabel';

/** One person labels one dataset: which picture is shown, what was said, what is still to be saved. */
export class LabelSession {
  readonly state = createStore<SessionState>(begun);
  readonly outbox: Outbox;
  readonly #news: News;
  #source: ItemSource;

  /** Goes on with what is not saved of the former sitting, if there is one. */
  constructor(
    private readonly host: SessionHost,
    former?: LabelSession,
  ) {
    this.#source = host.source();
    this.#news = new News(host, (item) => this.#overtake(item));
    this.outbox = former?.outbox ?? new Outbox(host);
    if (former) {
      const { drafts, said, undone } = former.state.get();
      this.#set({ drafts, said, undone });
    }
  }

  get current(): Item | undefined {
    const { items, at } = this.state.get();
    return items[at];
  }

  /** What a filter finds, not what waits to be labelled. */
  get isFiltered(): boolean {
    return this.#source.withLabelled;
  }

  /** Loads the first pictures, behind the one to begin with. */
  async begin(itemId?: string): Promise<void> {
    this.outbox.follow((item, statement) => this.#saved(item, statement));
    if (itemId !== undefined) await this.show(itemId);
    await this.load();
  }

  /** From the lowest score again: what was skipped, and what has come since. */
  async restart(): Promise<void> {
    this.#source = this.host.source();
    this.#set({ items: [], at: 0, isEnd: false });
    await this.load();
  }

  /** Loads more pictures where few are left. */
  async load(): Promise<void> {
    const { items, at, isEnd, isLoading } = this.state.get();
    if (isLoading || isEnd || items.length - at > ahead) return;
    this.#set({ isLoading: true, error: null });
    try {
      const source = this.#source;
      const batch = await source.next();
      if (source === this.#source) this.#append(batch.items, batch.isEnd);
      this.#set({ isLoading: false });
    } catch (error) {
      this.#set({ isLoading: false, error });
      return;
    }
    await this.load();
  }

  go(step: 1 | -1): void {
    const { items, at } = this.state.get();
    this.#set({ at: Math.min(Math.max(at + step, 0), items.length) });
    void this.load();
  }

  /** Shows an item, wherever it stands; one that is not among them comes in here. */
  async show(id: string): Promise<void> {
    if (this.#goTo(id)) return;
    try {
      const item = await this.host.find(id);
      if (this.#goTo(id)) return;
      const { items, at } = this.state.get();
      this.#set({ items: items.toSpliced(at, 0, item) });
    } catch (error) {
      this.#set({ error });
    }
  }

  /** Somebody else is at the same pictures: goes on in the middle of what waits, where the other comes last. */
  stepAside(): void {
    const { items, at } = this.state.get();
    const waiting = items.slice(at + 1);
    const half = Math.floor(waiting.length / 2);
    this.#set({ items: [...items.slice(0, at + 1), ...waiting.slice(half), ...waiting.slice(0, half)] });
  }

  /** States something of the item that is shown; it is saved in the background. */
  say(statement: ItemCommand, goOn: boolean): void {
    const item = this.current;
    if (!item) return;
    const { said, drafts, undone } = this.state.get();
    // What is not saved yet is said anew: one step back leads to what was before both.
    const unsaved = this.outbox.of(item.id);
    const instead = unsaved && this.outbox.replaces(item.id, statement) ? lastOf(unsaved) : undefined;
    this.#set({
      said: sayNow(said, item, statement, instead),
      drafts: withEntry(drafts, item.id, undefined),
      undone: withEntry(undone, item.id, undefined),
    });
    this.outbox.say(item, statement);
    if (goOn) this.go(1);
  }

  /** Takes the last statement of this sitting back, and shows what it was about. False where there is none. */
  undo(): boolean {
    const { said, undone } = this.state.get();
    const at = said.findLastIndex(({ item, version }) => version !== undefined || this.outbox.of(item.id));
    const last = said[at];
    if (!last) return false;
    const { item, statement } = last;
    this.#set({ said: said.slice(0, at), undone: withEntry(undone, item.id, statement) });
    const unsaved = this.outbox.of(item.id);
    if (!this.outbox.takeBack(item.id, statement)) this.#sayUndo(last);
    else if (unsaved && isFaulty(unsaved)) this.refresh(item.id).catch(() => undefined);
    void this.show(item.id);
    return true;
  }

  draft(itemId: string, editor: BoxEditor | undefined): void {
    this.#set({ drafts: withEntry(this.state.get().drafts, itemId, editor) });
  }

  /** What somebody else said stands; what was said here is given up. */
  async concede(itemId: string): Promise<void> {
    this.#giveUp(itemId);
    await this.refresh(itemId);
  }

  /** What was said here stands, of the item as it is now: one step back leads to what somebody else said. */
  async insist(itemId: string): Promise<void> {
    const unsaved = this.outbox.of(itemId);
    if (unsaved?.standing === 'conflict') {
      const theirs = await this.host.find(itemId);
      this.#set({ said: saidOver(this.state.get().said, theirs, unsaved.statement) });
    }
    this.outbox.insist(itemId);
  }

  /** As `concede`, and shows the item with what was drawn here. */
  async lookAgain(itemId: string, editor: (item: Item) => BoxEditor | undefined): Promise<void> {
    const item = await this.host.find(itemId);
    this.#giveUp(itemId);
    this.#replace(item);
    this.draft(itemId, editor(item));
    await this.show(itemId);
  }

  /** The item as it is now. */
  async refresh(itemId: string): Promise<void> {
    this.#replace(await this.host.find(itemId));
  }

  /** Others changed these: what waits further on is replaced, what is looked at now is not changed under the reader's eyes. */
  changedByOthers(ids: readonly string[]): void {
    const known = new Set(this.state.get().items.map(({ id }) => id));
    this.#news.add(ids.filter((id) => known.has(id) && !this.outbox.of(id)));
  }

  #sayUndo(last: Said): void {
    const known = this.#known(last.item);
    const undo = takeBack(last.item, last.statement);
    this.#set({ said: beforeUndo(this.state.get().said, last, undo) });
    // Of the item as it was left here: what others have said since is shown before it is overwritten.
    this.outbox.say({ ...known, version: last.version ?? known.version }, undo, true);
  }

  #giveUp(itemId: string): void {
    this.outbox.drop(itemId);
    this.#set({ said: without(this.state.get().said, itemId) });
  }

  #saved(item: Item, statement: ItemCommand): void {
    this.#set({ said: nowSaved(this.state.get().said, item, statement) });
    this.#replace(item);
  }

  #goTo(id: string): boolean {
    const at = this.state.get().items.findIndex((one) => one.id === id);
    if (at >= 0) this.#set({ at });
    return at >= 0;
  }

  #overtake(item: Item): void {
    const { items, at, drafts, overtaken } = this.state.get();
    const index = items.findIndex(({ id }) => id === item.id);
    const seen = items[index];
    if (!seen || seen.version >= item.version || this.outbox.of(item.id)) return;
    if (index === at || drafts.has(item.id)) this.#set({ overtaken: withEntry(overtaken, item.id, item) });
    else if (index > at && !isOpen(item) && !this.isFiltered) this.#set({ items: items.toSpliced(index, 1) });
    else this.#replace(item);
  }

  #append(fresh: readonly Item[], isEnd: boolean): void {
    const { items } = this.state.get();
    const known = new Set(items.map(({ id }) => id));
    const more = fresh.filter(({ id }) => !known.has(id) && !this.outbox.of(id));
    this.#set({ items: [...items, ...more], isEnd });
  }

  #known(item: Item): Item {
    return this.state.get().items.find(({ id }) => id === item.id) ?? item;
  }

  #replace(item: Item): void {
    const { items, overtaken } = this.state.get();
    this.#set({
      items: items.map((one) => (one.id === item.id ? item : one)),
      overtaken: withEntry(overtaken, item.id, undefined),
    });
  }

  #set(change: Partial<SessionState>): void {
    this.state.set({ ...this.state.get(), ...change });
  }
}
