import type { TailBatch } from '@tutti/event-store';
import type { Commit } from '@tutti/kernel';

/** A tail, one commit after another. */
export async function* commitsOf(tail: AsyncIterable<TailBatch>): AsyncGenerator<Commit> {
  for await (const { commits } of tail) yield* commits;
}
