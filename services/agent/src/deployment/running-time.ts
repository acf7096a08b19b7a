/** A machine that sleeps, or a process that is held, does not run: more than this does not count between two readings. */
const longestStepMs = 60_000;

/** How long something has gone on, without the times at which nothing ran; no jump of the wall clock reaches it. */
export class RunningTime {
  private readAt: number;

  /** `steady`: milliseconds since whenever, which never jump. */
  constructor(
    private elapsedMs = 0,
    private readonly steady: () => number = () => performance.now(),
  ) {
    this.readAt = steady();
  }

  /** Milliseconds. To be read once a minute at least; `counts`: whether what passed since the last time does. */
  read(counts = true): number {
    const now = this.steady();
    if (counts) this.elapsedMs += Math.min(longestStepMs, Math.max(0, now - this.readAt));
    this.readAt = now;
    return this.elapsedMs;
  }
}
