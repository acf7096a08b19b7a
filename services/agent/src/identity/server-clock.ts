/** A `Date` header says whole seconds only. */
const resolutionMs = 1000;

interface Told {
  /** The server's time. */
  readonly at: number;
  /** By the steady clock. */
  readonly since: number;
  /** The machine's own clock at that moment. */
  readonly local: number;
}

/**
 * The server's time as its answers tell it: an edge machine's own clock may be years off. Between answers a steady clock
 * goes on from there: the machine's own may be set at any moment.
 */
export class ServerClock {
  private told: Told | undefined;

  /** `local`: the machine's own clock; `steady`: milliseconds since whenever, which never jump. */
  constructor(
    private readonly local: () => number = Date.now,
    readonly steady: () => number = () => performance.now(),
  ) {}

  /** Whether the server has told its time. */
  get isSet(): boolean {
    return this.told !== undefined;
  }

  /** Whether the machine's clock was set since then, or the machine slept: the steady clock may have stood still. */
  get isDoubtful(): boolean {
    const { told } = this;
    if (told === undefined) return false;
    const moved = this.local() - told.local - (this.steady() - told.since);
    return Math.abs(moved) > 2 * resolutionMs;
  }

  now(): number {
    const { told } = this;
    return told === undefined ? this.local() : Math.round(told.at + this.steady() - told.since);
  }

  /**
   * Learns from an answer; true when the time was so wrong that a token may have been refused. `sentAt` is by the steady
   * clock.
   */
  observe(dateHeader: string | null, sentAt: number): boolean {
    const date = dateHeader === null ? NaN : Date.parse(dateHeader);
    const known = this.now();
    const [since, local] = [this.steady(), this.local()];
    if (Number.isNaN(date)) {
      // To ask again would not help.
      this.told &&= { at: known, since, local };
      return false;
    }
    const measured = date + resolutionMs / 2 + (since - sentAt) / 2;
    const change = Math.abs(measured - known);
    this.told = { at: change > 2 * resolutionMs ? measured : known, since, local };
    return change > 5 * resolutionMs;
  }
}
