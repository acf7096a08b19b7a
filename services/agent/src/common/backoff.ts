/** Growing pauses between tries, spread at random so that a fleet does not come back all at once. */
export class Backoff {
  private tries = 0;

  constructor(
    private readonly firstMs: number,
    private readonly longestMs: number,
    private readonly random: () => number = Math.random,
  ) {}

  /** Between half of a pause and the whole of it; the pause doubles from `firstMs` up to `longestMs`. */
  next(): number {
    const whole = Math.min(this.longestMs, this.firstMs * 2 ** this.tries);
    this.tries = Math.min(this.tries + 1, 30);
    return whole * (0.5 + this.random() / 2);
  }

  reset(): void {
    this.tries = 0;
  }
}
