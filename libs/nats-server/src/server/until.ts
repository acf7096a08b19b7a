import { setTimeout as delay } from 'node:timers/promises';

/** Asks again and again until there is an answer; `undefined` when there was none by the deadline. */
export const until = async <T>(
  ask: () => Promise<T | undefined>,
  timeoutMs: number,
): Promise<T | undefined> => {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const answer = await ask();
    if (answer !== undefined || Date.now() >= deadline) return answer;
    await delay(10);
  }
};
