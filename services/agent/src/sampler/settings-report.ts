import { Backoff } from '../common/backoff';
import { pause } from '../common/pause';

const longestMs = 2 ** 31 - 1;

/** Tells by which settings the device goes, at each start and whenever they change; again while the disk takes nothing. */
export class SettingsReport {
  private due = true;
  private wake = new AbortController();

  constructor(
    /** False where the report was not kept. */
    private readonly tell: () => Promise<boolean>,
    private readonly backoff = new Backoff(1000, 60_000),
  ) {}

  changed(): void {
    this.due = true;
    this.wake.abort();
  }

  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      this.wake = new AbortController();
      if (this.due) {
        this.due = false;
        if (await this.tell()) this.backoff.reset();
        else this.due = true;
      }
      await pause(this.due ? this.backoff.next() : longestMs, AbortSignal.any([signal, this.wake.signal]));
    }
  }
}
