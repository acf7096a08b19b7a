/** Writes many as one, as a disk takes as long for either: what comes while a write is under way goes into the next. */
export class Gathered<Item> {
  #waiting: Item[] = [];
  #next: Promise<void> | undefined;
  #writing: Promise<void> = Promise.resolve();

  constructor(private readonly write: (items: readonly Item[]) => Promise<void>) {}

  /** Rejects as the write does that it was part of. */
  add(item: Item): Promise<void> {
    this.#waiting.push(item);
    return (this.#next ??= this.#writeNext());
  }

  async #writeNext(): Promise<void> {
    await this.#writing.catch(() => undefined);
    const items = this.#waiting;
    this.#waiting = [];
    this.#next = undefined;
    this.#writing = this.write(items);
    await this.#writing;
  }
}
