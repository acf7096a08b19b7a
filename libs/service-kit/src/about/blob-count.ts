import type { BlobStore } from '@tutti/blob-store';
import type { Clock } from '@tutti/kernel';
import type { Logger } from '@tutti/runtime';

interface Counted {
  readonly count: number;
  readonly bytes: number;
  readonly at: Date;
}

interface Parts {
  readonly blobs: BlobStore;
  readonly namespace: string;
  readonly clock: Clock;
  readonly logger: Logger;
}

const leastMs = 10_000;
/** Counting takes a twentieth of the time at most. */
const restsFor = 20;

/** How many blobs there are. Each is looked at: a hundred thousand take seconds, so nobody waits for it. */
export class BlobCount {
  #newest: Counted | null = null;
  #counting = false;
  /** Whoever asks from then on has it done again. */
  #goodUntil = -Infinity;

  constructor(private readonly parts: Parts) {}

  /** What was counted last; begins to count again when that is old. */
  newest(): Counted | null {
    if (this.parts.clock.now().getTime() > this.#goodUntil && !this.#counting) void this.#count();
    return this.#newest;
  }

  async #count(): Promise<void> {
    const { blobs, namespace, clock, logger } = this.parts;
    this.#counting = true;
    const began = clock.now().getTime();
    try {
      let count = 0;
      let bytes = 0;
      for await (const { size } of blobs.list(namespace)) {
        count += 1;
        bytes += size;
      }
      this.#newest = { count, bytes, at: clock.now() };
    } catch (err) {
      logger.warn({ err }, 'Blobs could not be counted');
    } finally {
      const ended = clock.now().getTime();
      this.#goodUntil = ended + Math.max(leastMs, (ended - began) * restsFor);
      this.#counting = false;
    }
  }
}
