import { setTimeout as sleep } from 'node:timers/promises';

/** Waits for a condition; says which one when it does not come true. */
export async function until(
  what: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 20_000,
): Promise<void> {
  const deadline = performance.now() + withinMs;
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`It did not come true within ${withinMs} ms: ${what}`);
    await sleep(10);
  }
}
