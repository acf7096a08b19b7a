import { setTimeout as sleep } from 'node:timers/promises';

/** Waits; ends early, without an error, when the signal aborts. */
export async function pause(ms: number, signal: AbortSignal): Promise<void> {
  if (ms <= 0 || signal.aborted) return;
  await sleep(Math.min(ms, longestTimer), undefined, { signal }).catch(() => undefined);
}

/** Longer timers fire at once in Node. */
const longestTimer = 2 ** 31 - 1;

/** Calls `work` again and again, `everyMs` apart, until the signal aborts. */
export async function repeat(everyMs: number, signal: AbortSignal, work: () => Promise<void>): Promise<void> {
  while (!signal.aborted) {
    await work();
    await pause(everyMs, signal);
  }
}
