import type { Commit } from '@tutti/kernel';

/** Wraps the handling of a batch of commits, for traces. */
export type AroundBatch = <T>(
  consumer: string,
  commits: readonly Commit[],
  work: () => Promise<T>,
) => Promise<T>;
