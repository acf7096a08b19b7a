import type { Judgement } from './connectivity';

/** When the watermark leaps further than this, nobody was listening in between. */
const longestStepMs = 10_000;

/** Follows the watermark of the heartbeats: who judges silence must know since when he has been listening. */
export class Watch {
  #watermark: number | undefined;
  #since = 0;

  /** `undefined` while nothing is known. */
  look(watermark: Date | null): Judgement | undefined {
    if (watermark === null) return undefined;
    const now = watermark.getTime();
    if (this.#watermark === undefined || now - this.#watermark > longestStepMs) this.#since = now;
    this.#watermark = now;
    return { watermark: now, watchedSince: this.#since };
  }
}
