const dayMs = 86_400_000;

/** At most `perDay` in any 24 hours: a quarter of them at once, the rest spread over the day. */
export class PreviewBudget {
  private readonly burst: number;
  private left: number;
  private countedAt: number;

  constructor(
    private readonly perDay: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.burst = Math.ceil(perDay / 4);
    this.left = this.burst;
    this.countedAt = now();
  }

  /** True when one more may be sent; it is counted then. */
  take(): boolean {
    const now = this.now();
    const earned = ((this.perDay - this.burst) * (now - this.countedAt)) / dayMs;
    this.left = Math.min(this.burst, this.left + earned);
    this.countedAt = now;
    if (this.left < 1) return false;
    this.left--;
    return true;
  }
}
