import type { ShadowComparison } from '@tutti/contracts/deployment';
import { shadowTotals } from './shadow-totals';

/** Rollouts whose comparison is kept. */
const mostKept = 200;

interface Kept {
  readonly succeeded: number;
  readonly totals: Promise<ShadowComparison | null>;
}

/**
 * How shadows did on all of their devices. There may be ten thousand, and people look again and again: what a device has
 * said never changes, so it is read anew only where the number of those that said something is another.
 */
export class ShadowComparisons {
  readonly #kept = new Map<string, Kept>();

  constructor(private readonly read: (rolloutId: string) => Promise<readonly ShadowComparison[]>) {}

  /** `succeeded`: how many devices have been counted, before anything is read here. */
  of(rolloutId: string, succeeded: number): Promise<ShadowComparison | null> {
    const known = this.#kept.get(rolloutId);
    const isSame = known?.succeeded === succeeded;
    const totals = isSame ? known.totals : this.read(rolloutId).then(shadowTotals);
    this.#keep(rolloutId, { succeeded, totals });
    return totals;
  }

  #keep(rolloutId: string, kept: Kept): void {
    this.#kept.delete(rolloutId);
    this.#kept.set(rolloutId, kept);
    kept.totals.catch(() => {
      if (this.#kept.get(rolloutId)?.totals === kept.totals) this.#kept.delete(rolloutId);
    });
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }
}
