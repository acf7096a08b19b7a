import type { Logger } from '../log';
import { Backoff } from './backoff';
import { pause } from './pause';
import { reasonOf } from './reason-of';

/** Keeps a part of the agent running until the signal aborts: if it fails, it is told and started again. */
export async function background(
  name: string,
  work: (signal: AbortSignal) => Promise<void>,
  signal: AbortSignal,
  log: Logger,
): Promise<void> {
  const backoff = new Backoff(1000, 60_000);
  while (!signal.aborted) {
    try {
      await work(signal);
      if (!signal.aborted) await pause(backoff.next(), signal);
    } catch (error) {
      if (signal.aborted) return;
      log.error({ err: error, part: name }, `The ${name} stopped and starts again: ${reasonOf(error)}`);
      await pause(backoff.next(), signal);
    }
  }
}
