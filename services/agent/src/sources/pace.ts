import { pause } from '../common/pause';

/** Lets at most `perSecond` turns through; 0 means no limit. Turns that were not used do not pile up. */
export class Pace {
  private readonly everyMs: number;
  private next = 0;

  constructor(perSecond: number) {
    this.everyMs = perSecond === 0 ? 0 : 1000 / perSecond;
  }

  async turn(signal: AbortSignal): Promise<void> {
    if (this.everyMs === 0) return;
    const now = performance.now();
    const at = Math.max(now, this.next);
    this.next = at + this.everyMs;
    await pause(at - now, signal);
  }
}
