/** Reads one ahead, so that a batch can be closed while the next item is awaited. */
class Lookahead<T> {
  readonly #items: AsyncIterator<T>;
  next: Promise<IteratorResult<T>>;

  constructor(source: AsyncIterable<T>) {
    this.#items = source[Symbol.asyncIterator]();
    this.next = this.#ask();
  }

  advance(): void {
    this.next = this.#ask();
  }

  async close(): Promise<void> {
    await this.#items.return?.(undefined);
  }

  #ask(): Promise<IteratorResult<T>> {
    const next = this.#items.next();
    next.catch(() => undefined); // It is thrown in its turn, and not while a batch is worked on.
    return next;
  }
}

/** What comes before `over`, up to `room` items. */
const fill = async <T>(
  items: Lookahead<T>,
  room: number,
  over: Promise<undefined>,
): Promise<readonly T[]> => {
  const filled: T[] = [];
  while (filled.length < room) {
    const result = await Promise.race([items.next, over]);
    if (result === undefined || result.done) break;
    filled.push(result.value);
    items.advance();
  }
  return filled;
};

/** Cuts a stream into batches: `max` items, or what came within `waitMs` of a batch's first. */
export async function* batched<T>(
  source: AsyncIterable<T>,
  max: number,
  waitMs: number,
): AsyncGenerator<readonly T[]> {
  const items = new Lookahead(source);
  try {
    for (;;) {
      const first = await items.next;
      if (first.done) return;
      items.advance();
      const time = Promise.withResolvers<undefined>();
      const timer = setTimeout(() => time.resolve(undefined), waitMs);
      const rest = await fill(items, max - 1, time.promise).finally(() => clearTimeout(timer));
      yield [first.value, ...rest];
    }
  } finally {
    await items.close();
  }
}
