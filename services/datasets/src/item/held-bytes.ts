interface Reader {
  held: number;
}

/**
 * Bodies that come however slowly, in memory until they are used, all together in so many bytes. Who finds no room waits,
 * and with it its sender; the one that came first always goes on, so that somebody ends and makes room.
 */
export class HeldBytes {
  #held = 0;
  /** In the order in which they came. */
  readonly #readers = new Set<Reader>();
  #changed = Promise.withResolvers<void>();

  constructor(private readonly most: number) {}

  /** Of one body no more is read than just over `limit`: enough to say that it is too large. */
  async with<Result>(
    content: AsyncIterable<Uint8Array>,
    limit: number,
    use: (bytes: Uint8Array) => Promise<Result>,
  ): Promise<Result> {
    const reader: Reader = { held: 0 };
    this.#readers.add(reader);
    try {
      const chunks: Uint8Array[] = [];
      for await (const chunk of content) {
        await this.#room(reader, chunk.byteLength);
        chunks.push(chunk);
        if (reader.held > limit) break;
      }
      return await use(Buffer.concat(chunks));
    } finally {
      this.#readers.delete(reader);
      this.#held -= reader.held;
      this.#changed.resolve();
      this.#changed = Promise.withResolvers<void>();
    }
  }

  async #room(reader: Reader, bytes: number): Promise<void> {
    const [first] = this.#readers;
    if (this.#held + bytes > this.most && first !== reader) {
      await this.#changed.promise;
      return this.#room(reader, bytes);
    }
    reader.held += bytes;
    this.#held += bytes;
  }
}
