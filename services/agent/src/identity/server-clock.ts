/** A `Date` header says whole seconds only. */
const resolutionMs = 1000;

/** The server's time as its answers tell it: an edge machine's own clock may be years off. */
export class ServerClock {
  private offsetMs = 0;
  /** Whether the server has told its time. */
  isSet = false;

  /** `local`: the machine's own clock. */
  constructor(readonly local: () => number = Date.now) {}

  now(): number {
    return this.local() + this.offsetMs;
  }

  /** Learns from an answer; true when the own clock turns out to be so wrong that a token may have been refused. */
  observe(dateHeader: string | null, sentAt: number): boolean {
    const date = dateHeader === null ? NaN : Date.parse(dateHeader);
    if (Number.isNaN(date)) return false;
    this.isSet = true;
    const offset = date + resolutionMs / 2 - (sentAt + this.local()) / 2;
    const change = Math.abs(offset - this.offsetMs);
    if (change > 2 * resolutionMs) this.offsetMs = offset;
    return change > 5 * resolutionMs;
  }
}
