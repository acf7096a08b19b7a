import { setTimeout as delay } from 'node:timers/promises';
import { StepFailed } from './step-failed';

export interface Wanted {
  /** What was waited for, as a part of "… did not happen within 60 s". */
  readonly what: string;
  /** Where a person finds out more. */
  readonly where: string;
  readonly seconds?: number;
}

/** A step that a quiet machine does in a few seconds, and a busy one in some more. */
const usualSeconds = 120;
const everyMs = 200;

/** Waits for what must come true, for so long and no longer. */
export class Patience {
  constructor(private readonly signal: AbortSignal) {}

  /** Answers with the first that `look` finds. Throws `StepFailed` after the deadline. */
  async until<Found>(wanted: Wanted, look: () => Promise<Found | undefined>): Promise<Found> {
    const { what, where, seconds = usualSeconds } = wanted;
    const deadline = performance.now() + seconds * 1000;
    for (;;) {
      this.signal.throwIfAborted();
      const found = await look();
      if (found !== undefined) return found;
      if (performance.now() > deadline)
        throw new StepFailed(`${what} did not happen within ${seconds} s.`, where);
      await this.pause(everyMs);
    }
  }

  async pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.signal });
  }
}
