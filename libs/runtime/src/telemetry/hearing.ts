import type { Clock } from '@tutti/kernel';

/** With longer than that between two looks nobody was listening, or the clock was changed. */
const longestPauseMs = 30_000;

/** From when on, without a break, and up to when all is taken in that devices say. */
export interface Heard {
  readonly since: Date;
  readonly until: Date;
}

/**
 * What a consumer knows of the silence of devices, by the clock of whoever judges it. How far the tables lie behind is
 * told by the server alone, so that it does not matter how far its clock and this one are apart.
 */
export class Hearing {
  #lookedAt: number | undefined;
  #since = 0;
  #until: number | undefined;

  constructor(private readonly clock: Clock) {}

  get heard(): Heard | undefined {
    return this.#until === undefined
      ? undefined
      : { since: new Date(this.#since), until: new Date(this.#until) };
  }

  /** To be asked for before the server is: what comes in between counts as not heard. */
  now(): number {
    return this.clock.now().getTime();
  }

  /** `at`, `watermark`: of the server. */
  looked(now: number, at: Date, watermark: Date | null): void {
    if (this.#lookedAt === undefined || Math.abs(now - this.#lookedAt) > longestPauseMs) this.#since = now;
    this.#lookedAt = now;
    if (watermark) this.#until = now - Math.max(0, at.getTime() - watermark.getTime());
  }
}
