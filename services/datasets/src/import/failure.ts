import { outcomeOf } from './import-outcome';
import type { Taken } from './tally';

/**
 * What ends a stretch of work in the middle. Pictures behind the one that failed may have been taken already: where the
 * import ends with it they are counted, where it goes on later they come again, and are counted then.
 */
export class Failure {
  readonly behind: Taken[] = [];
  readonly #stop = new AbortController();
  #first: { readonly error: unknown } | undefined;
  #reached = false;

  /** Aborts with the first error: nothing more is begun. */
  get signal(): AbortSignal {
    return this.#stop.signal;
  }

  get isLasting(): boolean {
    return this.#first !== undefined && outcomeOf(this.#first.error, 0) !== undefined;
  }

  readonly note = (error: unknown): undefined => {
    this.#first ??= { error };
    this.#stop.abort();
  };

  /** Results in their order: those before the first that failed. Keeps the others. */
  before(taken: Taken | undefined): Taken | undefined {
    if (taken === undefined) this.#reached = true;
    if (!this.#reached) return taken;
    if (taken) this.behind.push(taken);
    return undefined;
  }

  throw(): void {
    if (this.#first) throw this.#first.error;
  }
}
