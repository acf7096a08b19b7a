import { setTimeout as delay } from 'node:timers/promises';

/** Ends early, without an error, when the signal says so. */
export const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  delay(ms, undefined, { signal }).catch(() => undefined);

/** Something to wait at until somebody rings, or the time is over. */
export class Bell {
  readonly #waiting = new Set<() => void>();
  #rings = 0;

  /** How often it rang: read it before looking whether there is work, and a ring in between is not missed. */
  get rings(): number {
    return this.#rings;
  }

  ring(): void {
    this.#rings += 1;
    for (const wake of [...this.#waiting]) wake();
  }

  wait(ms: number, signal?: AbortSignal, since = this.#rings): Promise<void> {
    if (signal?.aborted || since !== this.#rings) return Promise.resolve();
    return new Promise((resolve) => {
      const wake = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', wake);
        this.#waiting.delete(wake);
        resolve();
      };
      const timer = setTimeout(wake, ms);
      signal?.addEventListener('abort', wake, { once: true });
      this.#waiting.add(wake);
    });
  }
}

/** Runs sections side by side; when one ends, whether well or not, the others are told to end too. */
export const together = async (
  signal: AbortSignal,
  ...sections: readonly ((signal: AbortSignal) => Promise<void>)[]
): Promise<void> => {
  const ended = new AbortController();
  const both = AbortSignal.any([signal, ended.signal]);
  const results = await Promise.allSettled(
    sections.map((section) => section(both).finally(() => ended.abort())),
  );
  const failed = results.find((result) => result.status === 'rejected');
  if (failed) throw failed.reason;
};
