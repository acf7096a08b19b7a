/** Aborts what waits for bytes when none came for a while: a line that is dead says nothing. */
export class Stall {
  private readonly controller = new AbortController();
  private readonly timer: NodeJS.Timeout;

  constructor(private readonly afterMs: number) {
    this.timer = setTimeout(() => this.controller.abort(), afterMs);
  }

  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Something came. */
  heard(): void {
    this.timer.refresh();
  }

  end(): void {
    clearTimeout(this.timer);
  }

  /** Why it ended, of an error that says only that it did. */
  reasonOf(error: unknown): unknown {
    return this.signal.aborted ? new Error(`Nothing came for ${this.afterMs / 1000} s.`) : error;
  }
}
