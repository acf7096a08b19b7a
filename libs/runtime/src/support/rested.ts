import type { TailBatch } from '@tutti/event-store';
import { pause } from './wait';

/** Batches, and a rest behind each that nothing waits behind: what comes meanwhile is many. */
export async function* rested(
  batches: AsyncIterable<TailBatch>,
  restMs: number,
  signal: AbortSignal,
): AsyncGenerator<TailBatch> {
  for await (const batch of batches) {
    yield batch;
    if (restMs > 0 && batch.pending === 0) await pause(restMs, signal);
  }
}
