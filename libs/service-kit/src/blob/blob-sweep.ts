import type { BlobStore } from '@tutti/blob-store';
import type { EventLog } from '@tutti/event-store';
import type { Clock } from '@tutti/kernel';
import { workInRounds, type LedWork, type Logger, type Term } from '@tutti/runtime';

/** Which of these digests (500 at most) something refers to. */
export type References = (digests: readonly string[]) => Promise<readonly string[]>;

export interface SweepParts {
  /** Whose bytes. */
  readonly namespace: string;
  /** Of the log: what says which bytes are wanted. */
  readonly subjects: readonly string[];
  readonly blobs: BlobStore;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly references: readonly References[];
  /** The read models that say so must have read everything: rows that are missing would cost bytes. */
  readonly readers: readonly { waitFor(position: number): Promise<void> }[];
}

const everyMs = 3_600_000;

/** Deletes, on one replica, what nothing refers to any more: after its grace, and never while a read model is behind. */
export class BlobSweep implements LedWork {
  readonly name = 'blob-sweep';

  constructor(private readonly parts: SweepParts) {}

  lead(term: Term): Promise<void> {
    const { logger } = this.parts;
    const trouble = 'Unused bytes could not be deleted; trying again in an hour';
    return workInRounds(term, { everyMs, logger, trouble }, (signal) =>
      this.pass(this.parts.clock.now(), signal),
    );
  }

  follow(): Promise<void> {
    return Promise.resolve();
  }

  async pass(now = this.parts.clock.now(), signal?: AbortSignal): Promise<number> {
    const { blobs, logger, namespace } = this.parts;
    const referenced = (digests: readonly string[]): Promise<string[]> => {
      signal?.throwIfAborted();
      return this.#referenced(digests);
    };
    const { deleted } = await blobs.sweep(namespace, { now, referenced });
    if (deleted > 0) logger.info({ deleted }, 'Unused bytes were deleted');
    return deleted;
  }

  async #referenced(digests: readonly string[]): Promise<string[]> {
    const { log, readers, references, subjects } = this.parts;
    const position = await log.lastPosition(subjects);
    for (const reader of readers) await reader.waitFor(position);
    const found = await Promise.all(references.map((ask) => ask(digests)));
    return found.flat();
  }
}
