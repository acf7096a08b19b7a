import type { Item } from '@tutti/contracts/datasets';
import { chunksOf } from '../../../api/live/changed-items';

export interface NewsHost {
  /** As many as one request can name. */
  readonly findAll: (ids: readonly string[]) => Promise<readonly Item[]>;
  readonly later: (ms: number, callback: () => void) => () => void;
}

/** Others change many at once; and read models follow the log. */
const gatherMs = 300;

/** Reads again what others have changed: gathered for a moment, one request after the other. */
export class News {
  readonly #ids = new Set<string>();
  #isReading = false;

  constructor(
    private readonly host: NewsHost,
    private readonly onRead: (item: Item) => void,
  ) {}

  add(ids: readonly string[]): void {
    for (const id of ids) this.#ids.add(id);
    if (this.#ids.size === 0 || this.#isReading) return;
    this.#isReading = true;
    this.host.later(gatherMs, () => void this.#read());
  }

  async #read(): Promise<void> {
    let part: readonly string[] = [];
    try {
      while (this.#ids.size > 0) {
        part = chunksOf([...this.#ids], '')[0] ?? [];
        for (const id of part) this.#ids.delete(id);
        for (const item of await this.host.findAll(part)) this.onRead(item);
      }
    } catch {
      // With the next news; whatever comes of it before is noticed when it is saved.
      for (const id of part) this.#ids.add(id);
    } finally {
      this.#isReading = false;
    }
  }
}
